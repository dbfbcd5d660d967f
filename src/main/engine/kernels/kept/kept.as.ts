// The steps by which outputs go to the disk, and come back in place of what made them. Both hold chunks of planar
// samples: a channel's frames, then those of the next one.

import { mark } from '../steps/quiet.as'
import { clearBytes, copyBytes } from '../lib/copy.as'
import { CHANNEL_BYTES } from '../lib/header.as'
import { alarm } from '../lib/mend.as'

/** Frames of a chunk: so few that those of many outputs that are read at once stay in the cache. */
const CHUNK: u32 = 8192

/** Reads bytes of a file to an address; how many there were to read. On any thread. */
@external('env', 'read')
declare function read(file: u32, from: f64, bytes: u32, to: usize): u32

/** Of a multiplicative hash: odd, so that no change of one word is lost (FNV-1a's number). */
const FACTOR: i32 = 0x01000193

/** A sum of chunks that tells them apart: sixteen hashes side by side, brought together at the end. */
export function kept_sum(at: usize, bytes: u32): u32 {
  const factor = i32x4.splat(FACTOR)
  let a = i32x4.splat(1)
  let b = i32x4.splat(2)
  let c = i32x4.splat(3)
  let d = i32x4.splat(4)
  const end = at + <usize>bytes
  for (let place = at; place < end; place += 64) {
    a = stir(a, v128.load(place), factor)
    b = stir(b, v128.load(place, 16), factor)
    c = stir(c, v128.load(place, 32), factor)
    d = stir(d, v128.load(place, 48), factor)
  }
  let sum: u32 = 0
  sum = mixLanes(sum, a)
  sum = mixLanes(sum, b)
  sum = mixLanes(sum, c)
  return mixLanes(sum, d)
}

// @ts-ignore: decorator
@inline
function stir(sum: v128, words: v128, factor: v128): v128 {
  const product = i32x4.mul(v128.xor(sum, words), factor)
  // What changed above comes down, or two changes of a sign would cancel.
  return v128.xor(product, i32x4.shr_u(product, 15))
}

function mixLanes(sum: u32, four: v128): u32 {
  sum = rotl(sum * FACTOR, 13) ^ i32x4.extract_lane(four, 0)
  sum = rotl(sum * FACTOR, 13) ^ i32x4.extract_lane(four, 1)
  sum = rotl(sum * FACTOR, 13) ^ i32x4.extract_lane(four, 2)
  return rotl(sum * FACTOR, 13) ^ i32x4.extract_lane(four, 3)
}

/**
 * [bus, channels, tee]: copies a bus into a ring of chunks, from where the host takes them to the disk. The tee is u32
 * frames so far, u32 chunks of the ring, u32 address of the ring.
 */
export function step_tee(at: usize, offset: u32, frames: u32): void {
  const bus = <usize>load<u32>(at) + (<usize>offset << 2)
  const channels = load<u32>(at, 4)
  const tee = <usize>load<u32>(at, 8)
  const done = load<u32>(tee)
  const chunk = (done / CHUNK) % load<u32>(tee, 4)
  const place = done % CHUNK
  const first = min(frames, CHUNK - place)
  const size = (<usize>channels * <usize>CHUNK) << 2
  const ring = <usize>load<u32>(tee, 8)
  copyOut(ring + <usize>chunk * size, place, bus, channels, first)
  if (first < frames) {
    const next = (chunk + 1) % load<u32>(tee, 4)
    copyOut(ring + <usize>next * size, 0, bus + (<usize>first << 2), channels, frames - first)
  }
  store<u32>(tee, done + frames)
}

function copyOut(chunk: usize, place: u32, bus: usize, channels: u32, frames: u32): void {
  for (let channel: u32 = 0; channel < channels; channel++) {
    const to = chunk + ((<usize>channel * <usize>CHUNK + <usize>place) << 2)
    copyBytes(to, bus + <usize>channel * CHANNEL_BYTES, <usize>frames << 2)
  }
}

// What is read back: u32 file (0: none), u32 frames of it, u32 frames so far, u32 chunk that is held and one, u32 room
// for a chunk, u32 sums of the chunks, u32 whether it was not as it was written.
const FILE: usize = 0
const FRAMES: usize = 4
const DONE: usize = 8
const HELD: usize = 12
const ROOM: usize = 16
const SUMS: usize = 20
const BROKEN: usize = 24

/** [bus, channels, marks of the bus, kept]: what was kept, from its first frame on. */
export function step_kept(at: usize, offset: u32, frames: u32): void {
  const channels = load<u32>(at, 4)
  const kept = <usize>load<u32>(at, 12)
  mark(<usize>load<u32>(at, 8), offset, frames, 0)
  let bus = <usize>load<u32>(at) + (<usize>offset << 2)
  let left = frames
  while (left > 0) {
    const done = load<u32>(kept, DONE)
    const place = done % CHUNK
    const count = min(left, CHUNK - place)
    const isThere = hold(kept, done, done / CHUNK, channels)
    const room = <usize>load<u32>(kept, ROOM) + (<usize>place << 2)
    for (let channel: u32 = 0; channel < channels; channel++) {
      const to = bus + <usize>channel * CHANNEL_BYTES
      if (isThere) copyBytes(to, room + ((<usize>channel * <usize>CHUNK) << 2), <usize>count << 2)
      else clearBytes(to, <usize>count << 2)
    }
    store<u32>(kept, done + count, DONE)
    bus += <usize>count << 2
    left -= count
  }
}

/** Whether a chunk is there, read at the latest now. */
function hold(kept: usize, done: u32, chunk: u32, channels: u32): bool {
  if (done >= load<u32>(kept, FRAMES) || load<u32>(kept, FILE) == 0) return false
  if (load<u32>(kept, HELD) == chunk + 1) return true
  const bytes = (channels * CHUNK) << 2
  const room = <usize>load<u32>(kept, ROOM)
  const got = read(load<u32>(kept, FILE), <f64>chunk * <f64>bytes, bytes, room)
  const sum = load<u32>(<usize>load<u32>(kept, SUMS) + (<usize>chunk << 2))
  store<u32>(kept, chunk + 1, HELD)
  if (got == bytes && kept_sum(room, bytes) == sum) return true
  store<u32>(kept, 1, BROKEN)
  store<u32>(kept, 0, FILE)
  alarm()
  return false
}
