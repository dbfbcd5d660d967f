import { STATE } from '../lib/header.as'

// State, written by the host after `player_init`: u32 sound (0: none), u32 num, u32 den (source rate / rate,
// reduced), u32 source channels, u32 window, u32 frames that it holds, u32 room for as many interleaved frames,
// u32 address of the timeline's segments, f64 frame of the timeline where the sound starts, f64 source frames,
// u32 whether it loops; kept here: u32 whether a read failed, f64 source frame at the window's beginning, u32 samples read that were
// no sound; then of the host again: f64 project frames of the sound that are left out at its beginning, f64 project
// frames after which it ends (0: with the sound); u32 table of the sound where it is in memory (0: it is read as it
// plays), of which window and room are then left out where they are not needed; kept here: u32 the chunk seen last, and
// one.
export const SOUND = STATE
export const NUM = STATE + 4
export const DEN = STATE + 8
export const CHANNELS = STATE + 12
export const WINDOW = STATE + 16
export const HELD = STATE + 20
export const RAW = STATE + 24
export const TIMELINE = STATE + 28
export const START = STATE + 32
export const FRAMES = STATE + 40
export const LOOPS = STATE + 48
export const BROKEN = STATE + 52
export const ORIGIN = STATE + 56
export const MENDED = STATE + 64
export const STORED = STATE + 68
export const SKIPPED = STATE + 72
export const LASTS = STATE + 80
export const SEEN = STATE + 88
export const CONVERTED = STATE + 92
export const STATE_BYTES: u32 = <u32>STATE + 96
