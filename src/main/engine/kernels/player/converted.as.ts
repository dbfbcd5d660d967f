// A sound at the project's rate that several players play, in memory: planar chunks, which the first to need one converts
// from the stored sound. Played round and round, or by many, it is converted once.

import { copyBytes } from '../lib/copy.as'
import { outputChannel, outputChannels } from '../lib/header.as'
import { filterSet, tapsOf } from './filters.as'
import { resample } from './resample.as'
import { CHANNELS, DEN, HELD, NUM, ORIGIN, SEEN, STORED, WINDOW } from './state.as'
import { CHUNK as STORED_CHUNK, chunkAt, isMissing, mendedIn } from './stored.as'
import { hold, planeOf, tell } from './window.as'

/** Frames of a chunk, and from one of its channels to the next: shorter than a stored one, since it is more work. */
const CHUNK: u32 = 4096
/** Frames that are converted in one go. */
const PIECE: u32 = 1024

// A table as that of a stored sound; of each chunk only u32 address and u32 whether it is there count.
const FRAMES: usize = 8
const HEAD: usize = 32
const THERE: usize = 4

/** Frames of a sound at the project's rate. */
export function playConverted(
  self: usize,
  table: usize,
  offset: u32,
  frames: u32,
  local: u32,
): void {
  const outputs = outputChannels(self, 0)
  const last = load<u32>(self + CHANNELS) - 1
  let done: u32 = 0
  while (done < frames) {
    const frame = local + done
    const count = min(frames - done, CHUNK - (frame % CHUNK))
    const planes = planesAt(self, table, frame / CHUNK)
    for (let channel: u32 = 0; channel < outputs; channel++) {
      const to = outputChannel(self, 0, channel) + (<usize>(offset + done) << 2)
      const from = planeOf(planes, CHUNK, min(channel, last), frame % CHUNK)
      copyBytes(to, from, <usize>count << 2)
    }
    done += count
  }
}

/** Where a chunk lies, which is there when this returns; what is wrong with the source is told when it is begun. */
function planesAt(self: usize, table: usize, index: u32): usize {
  const chunk = table + HEAD + (<usize>index << 4)
  const planes = <usize>load<u32>(chunk)
  if (atomic.load<u32>(chunk, THERE) != 2) {
    if (atomic.cmpxchg<u32>(chunk, 0, 1, THERE) == 0) {
      const first = index * CHUNK
      convert(self, planes, first, min(CHUNK, load<u32>(table, FRAMES) - first))
      atomic.store<u32>(chunk, 2, THERE)
    } else while (atomic.load<u32>(chunk, THERE) != 2) {}
  }
  tellOf(self, index)
  return planes
}

function convert(self: usize, planes: usize, first: u32, frames: u32): void {
  const num = load<u32>(self + NUM)
  const den = load<u32>(self + DEN)
  const margin = tapsOf(num, den) >> 1
  const filter = filterSet(num, den)
  const window = <usize>load<u32>(self + WINDOW)
  const held = load<u32>(self + HELD)
  const channels = load<u32>(self + CHANNELS)
  for (let done: u32 = 0; done < frames; done += PIECE) {
    const count = min(PIECE, frames - done)
    const at = <u64>(first + done) * <u64>num
    const index = <f64>(at / <u64>den)
    const last = <f64>((at + <u64>(count - 1) * <u64>num) / <u64>den)
    hold(self, index - <f64>margin, last + <f64>(margin + 1))
    const start = <i32>(index - load<f64>(self + ORIGIN)) - <i32>margin + 1
    const phase = <u32>(at % <u64>den)
    for (let channel: u32 = 0; channel < channels; channel += 2) {
      const second = min(channel + 1, channels - 1)
      const to = planeOf(planes, CHUNK, channel, done)
      const other = planeOf(planes, CHUNK, second, done)
      const from = planeOf(window, held, channel, start)
      const otherFrom = planeOf(window, held, second, start)
      resample(to, other, count, from, otherFrom, phase, num, den, filter)
    }
  }
}

/** Tells a player of the stored chunks that a chunk is made of: each once, while they follow one another. */
function tellOf(self: usize, index: u32): void {
  const seen = load<u32>(self + SEEN)
  if (seen == index + 1) return
  store<u32>(self + SEEN, index + 1)
  const stored = <usize>load<u32>(self + STORED)
  const num = <u64>load<u32>(self + NUM)
  const den = <u64>load<u32>(self + DEN)
  const begin = (<u64>index * CHUNK * num) / den
  const end = (<u64>(index + 1) * CHUNK * num) / den
  const frames = <u64>load<u32>(stored, FRAMES)
  let first = <u32>(begin / STORED_CHUNK)
  if (seen == index && begin % STORED_CHUNK != 0) first++
  for (let at = first; <u64>at * STORED_CHUNK < min(end, frames); at++) {
    const chunk = chunkAt(stored, at)
    tell(self, mendedIn(chunk), isMissing(chunk))
  }
}
