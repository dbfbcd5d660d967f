// One voice: what is kept of it, and its signals between two events.

import { exp2One } from '../lib/math.as'
import { outputChannel } from '../lib/header.as'

/** Bytes of a voice. */
export const VOICE_BYTES: usize = 112

const NOTE: usize = 0
const STAGE: usize = 4
const ORDER: usize = 8
const SINCE_END: usize = 12
const GATE: usize = 16
const TRIGGER: usize = 20
const RISES: usize = 24
const FALLS: usize = 28
const PITCH: usize = 32
const PITCH_STEP: usize = 40
const PITCH_TARGET: usize = 48
const GLIDING: usize = 52
const BEND: usize = 56
const PRESSURE: usize = 64
const TIMBRE: usize = 72
const BEND_TARGET: usize = 80
const PRESSURE_TARGET: usize = 84
const TIMBRE_TARGET: usize = 88
const VELOCITY: usize = 92
const HERTZ: usize = 96
const HERTZ_KNOWN: usize = 100
const UP_BEFORE: usize = 104

export const FREE: u32 = 0
export const HELD: u32 = 1
export const RELEASED: u32 = 2

/** Timbre of a note that says nothing of it: the middle, as MIDI Polyphonic Expression has it. */
export const TIMBRE_REST: f32 = 0.5

/** Closer than this, a smoothed value is where it goes: 0.01 cents where it is a bend. */
const NEAR: f64 = 1e-4

export function resetVoice(voice: usize): void {
  memory.fill(voice, 0, VOICE_BYTES)
  store<f64>(voice, 60, PITCH)
  store<f32>(voice, 60, PITCH_TARGET)
  store<f64>(voice, <f64>TIMBRE_REST, TIMBRE)
  store<f32>(voice, TIMBRE_REST, TIMBRE_TARGET)
}

// @ts-ignore: decorator
@inline
export function stageOf(voice: usize): u32 {
  return load<u32>(voice, STAGE)
}

// @ts-ignore: decorator
@inline
export function orderOf(voice: usize): u32 {
  return load<u32>(voice, ORDER)
}

// @ts-ignore: decorator
@inline
export function noteOf(voice: usize): u32 {
  return load<u32>(voice, NOTE)
}

// @ts-ignore: decorator
@inline
export function setStage(voice: usize, stage: u32, order: u32): void {
  store<u32>(voice, stage, STAGE)
  store<u32>(voice, order, ORDER)
}

/** Frames since the end of a released voice's note. */
// @ts-ignore: decorator
@inline
export function sinceEnd(voice: usize): i32 {
  return load<i32>(voice, SINCE_END)
}

// @ts-ignore: decorator
@inline
export function countSinceEnd(voice: usize, frames: i32): void {
  store<i32>(voice, min(sinceEnd(voice), 0x3fffffff) + frames, SINCE_END)
}

/** Semitones, where a glide has got to; bends are not in it. */
// @ts-ignore: decorator
@inline
export function pitchOf(voice: usize): f64 {
  return load<f64>(voice, PITCH)
}

/** Sets out for a pitch, `frames` away; 0 is there already. */
export function setPitch(voice: usize, from: f64, key: f32, frames: u32): void {
  store<f32>(voice, key, PITCH_TARGET)
  store<u32>(voice, frames, GLIDING)
  store<f64>(voice, frames > 0 ? from : <f64>key, PITCH)
  store<f64>(voice, frames > 0 ? (<f64>key - from) / <f64>frames : 0, PITCH_STEP)
  store<u32>(voice, 0, HERTZ_KNOWN)
}

// @ts-ignore: decorator
@inline
export function setBend(voice: usize, semitones: f32): void {
  store<f32>(voice, semitones, BEND_TARGET)
  store<u32>(voice, 0, HERTZ_KNOWN)
}

// @ts-ignore: decorator
@inline
export function setPressure(voice: usize, value: f32): void {
  store<f32>(voice, value, PRESSURE_TARGET)
}

// @ts-ignore: decorator
@inline
export function setTimbre(voice: usize, value: f32): void {
  store<f32>(voice, value, TIMBRE_TARGET)
}

/** True while the note begins at this very frame, or at the next: what bends it then is there at once. */
// @ts-ignore: decorator
@inline
function begins(voice: usize): bool {
  return load<f32>(voice, TRIGGER) != 0 || load<u32>(voice, RISES) != 0
}

/** The gate rises with a trigger; where it was up in the frame before, it is down for a frame first. */
export function beginNote(voice: usize, note: u32, velocity: f32): void {
  store<u32>(voice, note, NOTE)
  store<f32>(voice, velocity, VELOCITY)
  store<u32>(voice, 0, FALLS)
  if (begins(voice)) return
  const up = load<f32>(voice, UP_BEFORE) != 0
  store<f32>(voice, up ? 0 : 1, GATE)
  store<f32>(voice, up ? 0 : 1, TRIGGER)
  store<u32>(voice, up ? 1 : 0, RISES)
}

/** A note that goes on under another number. */
// @ts-ignore: decorator
@inline
export function renameNote(voice: usize, note: u32): void {
  store<u32>(voice, note, NOTE)
}

/** The gate falls, a frame later where the note only begins here. `into` is the frame of the quantum. */
export function endNote(voice: usize, into: u32): void {
  store<i32>(voice, -<i32>into - 2, SINCE_END)
  if (begins(voice)) store<u32>(voice, 1, FALLS)
  else store<f32>(voice, 0, GATE)
}

/** What the frame before left to do. */
// @ts-ignore: decorator
@inline
export function advanceGate(voice: usize): void {
  store<f32>(voice, load<f32>(voice, GATE), UP_BEFORE)
  store<f32>(voice, 0, TRIGGER)
  if (load<u32>(voice, RISES) != 0) {
    store<f32>(voice, 1, GATE)
    store<f32>(voice, 1, TRIGGER)
    store<u32>(voice, 0, RISES)
  } else if (load<u32>(voice, FALLS) != 0) {
    store<f32>(voice, 0, GATE)
    store<u32>(voice, 0, FALLS)
  }
}

/** True when the gate's signals differ at the next frame. */
// @ts-ignore: decorator
@inline
export function gateIsMoving(voice: usize): bool {
  return begins(voice) || load<u32>(voice, FALLS) != 0
}

/** True while it belongs to no note and its gate's signals are down: its signals are of no interest to anybody. */
// @ts-ignore: decorator
@inline
export function rests(voice: usize): bool {
  return (
    stageOf(voice) == FREE &&
    load<f32>(voice, GATE) == 0 &&
    load<f32>(voice, TRIGGER) == 0 &&
    load<u64>(voice, RISES) == 0
  )
}

function fill(to: usize, frames: u32, value: f32): void {
  const four = f32x4.splat(value)
  let i: u32 = 0
  for (; i + 4 <= frames; i += 4) v128.store(to + (<usize>i << 2), four)
  for (; i < frames; i++) store<f32>(to + (<usize>i << 2), value)
}

/** A value that goes to its target by one pole. */
function smooth(to: usize, frames: u32, now: usize, target: f64, coefficient: f64): void {
  let value = load<f64>(now)
  for (let i: u32 = 0; i < frames; i++) {
    value += coefficient * (target - value)
    if (abs(target - value) < NEAR) value = target
    store<f32>(to + (<usize>i << 2), <f32>value)
  }
  store<f64>(now, value)
}

function writeSmoothed(
  to: usize,
  frames: u32,
  now: usize,
  target: f32,
  coefficient: f64,
  atOnce: bool,
): void {
  if (atOnce) store<f64>(now, <f64>target)
  if (load<f64>(now) == <f64>target) fill(to, frames, target)
  else smooth(to, frames, now, <f64>target, coefficient)
}

// @ts-ignore: decorator
@inline
function hertzOf(semitones: f64): f32 {
  return <f32>min<f64>(20000, max<f64>(0.01, 440 * exp2One((semitones - 69) * (1.0 / 12.0))))
}

function writePitch(voice: usize, to: usize, frames: u32, coefficient: f64): void {
  const target = <f64>load<f32>(voice, BEND_TARGET)
  let gliding = load<u32>(voice, GLIDING)
  let bend = load<f64>(voice, BEND)
  if (gliding == 0 && bend == target) {
    if (load<u32>(voice, HERTZ_KNOWN) == 0) {
      store<f32>(voice, hertzOf(load<f64>(voice, PITCH) + bend), HERTZ)
      store<u32>(voice, 1, HERTZ_KNOWN)
    }
    fill(to, frames, load<f32>(voice, HERTZ))
    return
  }
  let pitch = load<f64>(voice, PITCH)
  const step = load<f64>(voice, PITCH_STEP)
  for (let i: u32 = 0; i < frames; i++) {
    store<f32>(to + (<usize>i << 2), hertzOf(pitch + bend))
    if (gliding > 0) {
      gliding--
      pitch = gliding == 0 ? <f64>load<f32>(voice, PITCH_TARGET) : pitch + step
    }
    bend += coefficient * (target - bend)
    if (abs(target - bend) < NEAR) bend = target
  }
  store<f64>(voice, pitch, PITCH)
  store<f64>(voice, bend, BEND)
  store<u32>(voice, gliding, GLIDING)
  store<u32>(voice, 0, HERTZ_KNOWN)
}

/** Writes the signals of a voice for frames in which no event happens. */
export function writeVoice(
  self: usize,
  voice: usize,
  channel: u32,
  frame: u32,
  frames: u32,
  coefficient: f64,
): void {
  const start = <usize>frame << 2
  const begun = begins(voice)
  if (begun) store<f64>(voice, <f64>load<f32>(voice, BEND_TARGET), BEND)
  writePitch(voice, outputChannel(self, 0, channel) + start, frames, coefficient)
  fill(outputChannel(self, 1, channel) + start, frames, load<f32>(voice, GATE))
  fill(outputChannel(self, 2, channel) + start, frames, load<f32>(voice, TRIGGER))
  fill(outputChannel(self, 3, channel) + start, frames, load<f32>(voice, VELOCITY))
  const pressure = outputChannel(self, 4, channel) + start
  const timbre = outputChannel(self, 5, channel) + start
  const pressed = load<f32>(voice, PRESSURE_TARGET)
  const coloured = load<f32>(voice, TIMBRE_TARGET)
  writeSmoothed(pressure, frames, voice + PRESSURE, pressed, coefficient, begun)
  writeSmoothed(timbre, frames, voice + TIMBRE, coloured, coefficient, begun)
}
