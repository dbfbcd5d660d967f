// A sound that several players play, in memory: planar chunks, which the first to need one reads from the file.

import { clearBytes, copyBytes } from '../lib/copy.as'
import { mend } from '../lib/mend.as'
import { KERNEL, scratch } from '../lib/scratch.as'
import { pick } from './pick.as'

/** Frames of a chunk, and from one of its channels to the next. */
export const CHUNK: u32 = 16384
/** Bytes that are read at once. */
const PIECE: u32 = 49152

// A table is u32 sound, u32 channels, u32 frames, then from byte 32 on of each chunk: u32 address, u32 whether it is
// there (0 no, 1 it is being read, 2 yes), u32 samples of it that were no sound, u32 whether it could not be read.
const HEAD: usize = 32
const THERE: usize = 4
const MENDED: usize = 8
const MISSING: usize = 12

/** Reads bytes of a sound to an address; how many there were to read. On any thread. */
@external('env', 'read')
declare function read(sound: u32, from: f64, bytes: u32, to: usize): u32

/** What a table says of a chunk, which is there when this returns. */
export function chunkAt(table: usize, index: u32): usize {
  const chunk = table + HEAD + (<usize>index << 4)
  if (atomic.load<u32>(chunk, THERE) == 2) return chunk
  if (atomic.cmpxchg<u32>(chunk, 0, 1, THERE) == 0) {
    fetch(table, chunk, index)
    atomic.store<u32>(chunk, 2, THERE)
  } else while (atomic.load<u32>(chunk, THERE) != 2) {}
  return chunk
}

/** Samples of a chunk that were no sound, and whether some of it could not be read. */
export function mendedIn(chunk: usize): u32 {
  return load<u32>(chunk, MENDED)
}

export function isMissing(chunk: usize): bool {
  return load<u32>(chunk, MISSING) != 0
}

function fetch(table: usize, chunk: usize, index: u32): void {
  const sound = load<u32>(table)
  const channels = load<u32>(table, 4)
  const begin = index * CHUNK
  const wanted = min(CHUNK, load<u32>(table, 8) - begin)
  const planes = <usize>load<u32>(chunk)
  const raw = scratch(KERNEL)
  const most = PIECE / (channels << 2)
  let done: u32 = 0
  while (done < wanted) {
    const count = min(most, wanted - done)
    const from = (<f64>begin + <f64>done) * <f64>(channels << 2)
    const got = read(sound, from, count * (channels << 2), raw) / (channels << 2)
    for (let channel: u32 = 0; channel < channels; channel++) {
      pick(planeOf(planes, channel, done), raw, channels, channel, got)
    }
    done += got
    if (got < count) break
  }
  let mended: u32 = 0
  for (let channel: u32 = 0; channel < channels; channel++) {
    mended += mend(planeOf(planes, channel, 0), done)
    clearBytes(planeOf(planes, channel, done), <usize>(wanted - done) << 2)
  }
  store<u32>(chunk, mended, MENDED)
  store<u32>(chunk, done < wanted ? 1 : 0, MISSING)
}

// @ts-ignore: decorator
@inline
function planeOf(planes: usize, channel: u32, frame: u32): usize {
  return planes + ((<usize>channel * <usize>CHUNK + <usize>frame) << 2)
}

/** Copies frames of a channel that lie in one chunk. */
// @ts-ignore: decorator
@inline
export function copyFrom(chunk: usize, channel: u32, frame: u32, frames: u32, to: usize): void {
  copyBytes(to, planeOf(<usize>load<u32>(chunk), channel, frame), <usize>frames << 2)
}
