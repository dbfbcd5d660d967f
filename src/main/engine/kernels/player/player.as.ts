import { clearBytes, copyBytes } from '../lib/copy.as'
import { outputChannel, outputChannels } from '../lib/header.as'
import { alarm, mend } from '../lib/mend.as'
import { playConverted } from './converted.as'
import { buildSome, filterSet, tapsOf } from './filters.as'
import { resample } from './resample.as'
import {
  CHANNELS,
  CONVERTED,
  DEN,
  FRAMES,
  HELD,
  LASTS,
  LOOPS,
  NUM,
  ORIGIN,
  SKIPPED,
  SOUND,
  START,
  STATE_BYTES,
  STORED,
  TIMELINE,
  WINDOW,
} from './state.as'
import { CHUNK, copyFrom } from './stored.as'
import { hold, planeOf, see } from './window.as'

export function player_state_size(channels: u32): u32 {
  return STATE_BYTES
}

export function player_init(self: usize, sampleRate: f64, seed: u32): void {
  store<u32>(self + SOUND, 0)
}

/** Whether the sound lies nowhere in these frames. */
export function player_rests(self: usize, offset: u32, frames: u32): u32 {
  if (load<u32>(self + SOUND) == 0) return 1
  const end = offset + frames
  const start = load<f64>(self + START)
  const over = start + lastsOf(self)
  const timeline = <usize>load<u32>(self + TIMELINE)
  const count = load<u32>(timeline)
  for (let index: u32 = 0; index < count; index++) {
    const entry = timeline + 16 + (<usize>index << 4)
    const first = load<u32>(entry)
    const from = max(first, offset)
    const to = min(first + load<u32>(entry, 4), end)
    if (to <= from) continue
    const position = load<f64>(entry, 8) + <f64>(from - first)
    if (position + <f64>(to - from) > start && position < over) return 0
  }
  return 1
}

/** Frames of the project from the start to where nothing is played any more. */
function lastsOf(self: usize): f64 {
  const lasts = load<f64>(self + LASTS)
  const most = lasts > 0 ? lasts : Infinity
  if (load<u32>(self + LOOPS) != 0) return most
  return min<f64>(most, max<f64>(0, lengthOf(self) - load<f64>(self + SKIPPED)))
}

/** Frames of the project that the sound lasts. */
function lengthOf(self: usize): f64 {
  return Math.ceil((load<f64>(self + FRAMES) * <f64>load<u32>(self + DEN)) / <f64>load<u32>(self + NUM))
}

/** Plays what the timeline's segments of the block say, and is silent where the sound does not lie. */
export function player_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    clearBytes(outputChannel(self, 0, channel) + (<usize>offset << 2), <usize>frames << 2)
  }
  if (load<u32>(self + SOUND) == 0) return
  const end = offset + frames
  const timeline = <usize>load<u32>(self + TIMELINE)
  const count = load<u32>(timeline)
  for (let index: u32 = 0; index < count; index++) {
    const entry = timeline + 16 + (<usize>index << 4)
    const first = load<u32>(entry)
    const from = max(first, offset)
    const to = min(first + load<u32>(entry, 4), end)
    if (to > from) playSegment(self, from, to - from, load<f64>(entry, 8) + <f64>(from - first))
  }
}

/** Plays from a frame of the timeline, as far as the sound lies there. */
function playSegment(self: usize, offset: u32, frames: u32, position: f64): void {
  const length = lengthOf(self)
  const loops = load<u32>(self + LOOPS) != 0
  let at = position - load<f64>(self + START)
  const left = lastsOf(self) - at
  if (left <= 0) return
  const end = offset + <u32>min<f64>(<f64>frames, left)
  let from = offset
  if (at < 0) {
    if (-at >= <f64>frames) return
    from += <u32>-at
    at = 0
  }
  at += load<f64>(self + SKIPPED)
  while (from < end) {
    const local = loops ? at - Math.floor(at / length) * length : at
    const stretch = <u32>min(<f64>(end - from), max<f64>(0, length - local))
    if (stretch == 0) return
    playStretch(self, from, stretch, local)
    from += stretch
    at += <f64>stretch
  }
}

/** `local` counts frames of the project since the sound began. */
function playStretch(self: usize, offset: u32, frames: u32, local: f64): void {
  const num = load<u32>(self + NUM)
  const den = load<u32>(self + DEN)
  const stored = <usize>load<u32>(self + STORED)
  if (stored != 0 && num == den) return playStored(self, stored, offset, frames, <u32>local)
  const converted = <usize>load<u32>(self + CONVERTED)
  if (converted != 0) return playConverted(self, converted, offset, frames, <u32>local)
  const margin = <f64>player_margin(num, den)
  const index = Math.floor((local * <f64>num) / <f64>den)
  const phase = <u32>(local * <f64>num - index * <f64>den)
  const last = Math.floor(((local + <f64>(frames - 1)) * <f64>num) / <f64>den)
  hold(self, index - margin, last + margin + 1)
  player_segment(
    self,
    offset,
    frames,
    index,
    phase,
    num,
    den,
    <usize>load<u32>(self + WINDOW),
    load<u32>(self + HELD),
    load<f64>(self + ORIGIN),
    load<u32>(self + CHANNELS),
  )
}

/** Frames of a stored sound as they are. */
function playStored(self: usize, table: usize, offset: u32, frames: u32, local: u32): void {
  const outputs = outputChannels(self, 0)
  const channels = load<u32>(self + CHANNELS)
  let done: u32 = 0
  while (done < frames) {
    const frame = local + done
    const count = min(frames - done, CHUNK - (frame % CHUNK))
    const chunk = see(self, table, frame / CHUNK)
    for (let channel: u32 = 0; channel < outputs; channel++) {
      const to = outputChannel(self, 0, channel) + (<usize>(offset + done) << 2)
      copyFrom(chunk, min(channel, channels - 1), frame % CHUNK, count, to)
    }
    done += count
  }
}

/** Zeroes what is no sound in samples that were read elsewhere, and counts it. */
export function player_mend(at: usize, frames: u32): u32 {
  const mended = mend(at, frames)
  if (mended > 0) alarm()
  return mended
}

/**
 * Builds the filter for a pair of rates ahead of time, so many phases of it: 1 when it is there. Some 0.1 ms a phase, of
 * which 44.1 to 48 kHz has 160.
 */
export function player_prepare(num: u32, den: u32, phases: u32): u32 {
  return num == den || buildSome(num, den, phases) ? 1 : 0
}

/** Source frames that a window must hold on either side of the positions read. */
export function player_margin(num: u32, den: u32): u32 {
  return num == den ? 0 : tapsOf(num, den) >> 1
}

/**
 * Writes `frames` frames (any number) of the output from `offset`: frame i is the source at index +
 * (phase + i · num) / den source frames. `window` is planar, `windowStride` frames a channel, its
 * element 0 being source frame `windowOrigin`. num / den must be reduced.
 */
export function player_segment(
  self: usize,
  offset: u32,
  frames: u32,
  index: f64,
  phase: u32,
  num: u32,
  den: u32,
  window: usize,
  windowStride: u32,
  windowOrigin: f64,
  channels: u32,
): void {
  const outputs = outputChannels(self, 0)
  const copies = num == den
  const before: f64 = copies ? 0 : <f64>((tapsOf(num, den) >> 1) - 1)
  const start = <i32>(index - windowOrigin - before) + (copies ? <i32>(phase / den) : 0)
  const filter: usize = copies ? 0 : filterSet(num, den)
  for (let channel: u32 = 0; channel < outputs; channel += 2) {
    const second = min(channel + 1, outputs - 1)
    const to = outputChannel(self, 0, channel) + (<usize>offset << 2)
    const other = outputChannel(self, 0, second) + (<usize>offset << 2)
    const first = planeOf(window, windowStride, min(channel, channels - 1), start)
    const otherFirst = planeOf(window, windowStride, min(second, channels - 1), start)
    if (copies) {
      copyBytes(to, first, <usize>frames << 2)
      if (other != to) copyBytes(other, otherFirst, <usize>frames << 2)
    } else resample(to, other, frames, first, otherFirst, phase, num, den, filter)
  }
}

/**
 * Converts a stretch of a sound, frames `done` … `done + count` of it: planar at `from`, `stride` frames a channel, each
 * with `margin` silent frames before it, to `frames` frames a channel at `to`.
 */
export function player_convert(
  to: usize,
  frames: u32,
  done: u32,
  count: u32,
  num: u32,
  den: u32,
  from: usize,
  stride: u32,
  margin: u32,
  channels: u32,
): void {
  const filter = filterSet(num, den)
  const before = (tapsOf(num, den) >> 1) - 1
  const at = <u64>done * <u64>num
  const whole = <u32>(at / <u64>den)
  const phase = <u32>(at % <u64>den)
  const start = <i32>(margin - before + whole)
  for (let channel: u32 = 0; channel < channels; channel += 2) {
    const second = min(channel + 1, channels - 1)
    const first = planeOf(from, stride, channel, start)
    const other = planeOf(from, stride, second, start)
    const into = planeOf(to, frames, channel, <i32>done)
    const otherInto = planeOf(to, frames, second, <i32>done)
    resample(into, otherInto, count, first, other, phase, num, den, filter)
  }
}
