// What a player holds of a source that it converts or reads from a file: so many frames of each channel, in a window.

import { clearBytes } from '../lib/copy.as'
import { alarm, mend } from '../lib/mend.as'
import { pick } from './pick.as'
import {
  BROKEN,
  CHANNELS,
  CONVERTED,
  FRAMES,
  HELD,
  MENDED,
  ORIGIN,
  RAW,
  SEEN,
  SOUND,
  STORED,
  WINDOW,
} from './state.as'
import { CHUNK, chunkAt, copyFrom, isMissing, mendedIn } from './stored.as'

/** Reads bytes of a sound to an address; how many there were to read. On any thread. */
@external('env', 'read')
declare function read(sound: u32, from: f64, bytes: u32, to: usize): u32

/** A chunk of a stored sound; what is wrong with it is told when it is begun. */
export function see(self: usize, table: usize, index: u32): usize {
  const chunk = chunkAt(table, index)
  if (load<u32>(self + SEEN) == index + 1) return chunk
  store<u32>(self + SEEN, index + 1)
  tell(self, mendedIn(chunk), isMissing(chunk))
  return chunk
}

/** Says that samples were no sound, or that there were too few. */
export function tell(self: usize, mended: u32, missing: bool): void {
  store<u32>(self + MENDED, load<u32>(self + MENDED) + mended)
  const broke = missing && load<u32>(self + BROKEN) == 0
  if (broke) store<u32>(self + BROKEN, 1)
  if (broke || mended > 0) alarm()
}

/** Makes sure that source frames `from` to `to` lie in the window; zeros stand for those outside the sound. */
export function hold(self: usize, from: f64, to: f64): void {
  const held = load<u32>(self + HELD)
  const origin = load<f64>(self + ORIGIN)
  if (from >= origin && to < origin + <f64>held) return
  store<f64>(self + ORIGIN, from)
  const channels = load<u32>(self + CHANNELS)
  const window = <usize>load<u32>(self + WINDOW)
  const first = max<f64>(from, 0)
  const wanted = <u32>max<f64>(0, min(from + <f64>held, load<f64>(self + FRAMES)) - first)
  const before = <u32>min(first - from, <f64>held)
  const stored = <usize>load<u32>(self + STORED)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const plane = window + ((<usize>channel * <usize>held) << 2)
    const done = before + wanted
    clearBytes(plane, <usize>before << 2)
    clearBytes(plane + (<usize>done << 2), <usize>(held - done) << 2)
  }
  const place = window + (<usize>before << 2)
  if (stored == 0) readInto(self, place, held, first, wanted)
  else takeInto(self, stored, place, held, <u32>first, wanted)
}

/** Fills a window from the file; `stride` frames from one channel to the next. */
function readInto(self: usize, to: usize, stride: u32, first: f64, wanted: u32): void {
  if (wanted == 0) return
  const channels = load<u32>(self + CHANNELS)
  const raw = <usize>load<u32>(self + RAW)
  const frameBytes = channels << 2
  const got = read(load<u32>(self + SOUND), first * <f64>frameBytes, wanted * frameBytes, raw) / frameBytes
  let mended: u32 = 0
  for (let channel: u32 = 0; channel < channels; channel++) {
    const plane = to + ((<usize>channel * <usize>stride) << 2)
    pick(plane, raw, channels, channel, got)
    mended += mend(plane, got)
    clearBytes(plane + (<usize>got << 2), <usize>(wanted - got) << 2)
  }
  tell(self, mended, got < wanted)
}

/** The same from a stored sound. */
function takeInto(self: usize, table: usize, to: usize, stride: u32, first: u32, wanted: u32): void {
  const channels = load<u32>(self + CHANNELS)
  const told = load<u32>(self + CONVERTED) != 0
  let done: u32 = 0
  while (done < wanted) {
    const frame = first + done
    const count = min(wanted - done, CHUNK - (frame % CHUNK))
    // Of what is converted for several players each is told when it plays it.
    const chunk = told ? chunkAt(table, frame / CHUNK) : see(self, table, frame / CHUNK)
    for (let channel: u32 = 0; channel < channels; channel++) {
      const plane = to + ((<usize>channel * <usize>stride + <usize>done) << 2)
      copyFrom(chunk, channel, frame % CHUNK, count, plane)
    }
    done += count
  }
}

/** Address of a frame of a channel. */
// @ts-ignore: decorator
@inline
export function planeOf(window: usize, stride: u32, channel: u32, frame: i32): usize {
  return window + ((<usize>channel * <usize>stride) << 2) + (<usize>frame << 2)
}
