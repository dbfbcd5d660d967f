import { op_clear, op_copy, op_mix } from '../ops/ops.as'
import { CHANNEL_BYTES } from '../lib/header.as'
import { FADES_IN, FADES_OUT, fadeOf, HELD } from './fade.as'
import { hush, isQuiet, mark } from './quiet.as'

/** See `step_mix`. */
export function mix(at: usize, offset: u32, frames: u32): void {
  const bus = <usize>load<u32>(at)
  const channels = load<u32>(at, 4)
  const all = load<u32>(at, 12)
  const marks = <usize>load<u32>(at, 16)
  const sounding = at + 20 + <usize>all * SOURCE
  const count = pickSounding(at + 20, all, sounding, offset, frames)
  if (count == 0) return hush(bus, channels, marks, offset, frames)
  mark(marks, offset, frames, 0)
  if (all > 1 && allPlain(sounding, count, channels)) {
    return sumPlain(bus, channels, sounding, count, offset, frames)
  }
  const fades = (load<u32>(sounding, 8) & (FADES_IN | FADES_OUT)) != 0
  if (all > 1 || fades) op_clear(bus, channels, offset, frames)
  for (let index: u32 = 0; index < count; index++) {
    const source = sounding + <usize>index * SOUNDING
    const flags = load<u32>(source, 8)
    const from = <usize>load<u32>(source)
    const width = load<u32>(source, 4)
    if ((flags & (FADES_IN | FADES_OUT)) != 0) {
      const clock = load<u32>(<usize>load<u32>(at, 8))
      mixFading(bus, channels, from, width, flags, clock, offset, frames)
      continue
    }
    const held = (flags & HELD) != 0
    // Buses have a fixed stride, so that a pointer moved by the offset is a bus that begins there.
    const to = held ? bus + (<usize>offset << 2) : bus
    const start = held ? 0 : offset
    if (all == 1) op_copy(to, channels, from, width, start, frames)
    else op_mix(to, channels, from, width, start, frames)
  }
}

/** Bytes of a source of a mix, and of one that sounds: the first three of its words. */
const SOURCE: usize = 16
const SOUNDING: usize = 12

/** Lists the sources that are not known to be silent, and says how many they are. */
function pickSounding(sources: usize, all: u32, to: usize, offset: u32, frames: u32): u32 {
  let count: u32 = 0
  for (let index: u32 = 0; index < all; index++) {
    const source = sources + <usize>index * SOURCE
    if (isQuiet(<usize>load<u32>(source, 12), offset, frames)) continue
    const place = to + <usize>count * SOUNDING
    store<u64>(place, load<u64>(source))
    store<u32>(place, load<u32>(source, 8), 8)
    count++
  }
  return count
}

function allPlain(sources: usize, count: u32, channels: u32): bool {
  for (let index: u32 = 0; index < count; index++) {
    const source = sources + <usize>index * SOUNDING
    const width = load<u32>(source, 4)
    if (load<u32>(source, 8) != 0 || (width != channels && (width != 1 || channels > 2))) return false
  }
  return true
}

/** Sums of sources that are as wide as the bus, or mono: in one pass, 16 frames at a time. */
function sumPlain(
  bus: usize,
  channels: u32,
  sources: usize,
  count: u32,
  offset: u32,
  frames: u32,
): void {
  const end = sources + <usize>count * SOUNDING
  const zero = f32x4.splat(0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const plane = <usize>channel * CHANNEL_BYTES
    const last = (<usize>offset + <usize>frames) << 2
    for (let place = <usize>offset << 2; place < last; place += 64) {
      let a = zero
      let b = zero
      let c = zero
      let d = zero
      for (let source = sources; source < end; source += SOUNDING) {
        const from = <usize>load<u32>(source) + place + (load<u32>(source, 4) == 1 ? 0 : plane)
        a = f32x4.add(a, v128.load(from))
        b = f32x4.add(b, v128.load(from, 16))
        c = f32x4.add(c, v128.load(from, 32))
        d = f32x4.add(d, v128.load(from, 48))
      }
      const to = bus + plane + place
      v128.store(to, a)
      v128.store(to, b, 16)
      v128.store(to, c, 32)
      v128.store(to, d, 48)
    }
  }
}

/** Adds a source times the gain of its fade. */
function mixFading(
  bus: usize,
  channels: u32,
  from: usize,
  width: u32,
  flags: u32,
  clock: u32,
  offset: u32,
  frames: u32,
): void {
  const held = (flags & HELD) != 0
  for (let i: u32 = 0; i < frames; i++) {
    const gain = fadeOf(flags, <i32>(clock + offset + i))
    const place = <usize>(offset + i) << 2
    const source = from + (held ? <usize>i << 2 : place)
    for (let channel: u32 = 0; channel < channels; channel++) {
      const to = bus + <usize>channel * CHANNEL_BYTES + place
      store<f32>(to, load<f32>(to) + gain * sampleFor(source, width, channel, channels))
    }
  }
}

/** By the rules of `op_mix`. */
function sampleFor(source: usize, width: u32, channel: u32, channels: u32): f32 {
  if (width == 1) return channel < 2 ? load<f32>(source) : 0
  if (width == 2 && channels == 1) {
    return (load<f32>(source) + load<f32>(source + CHANNEL_BYTES)) * 0.5
  }
  return channel < width ? load<f32>(source + <usize>channel * CHANNEL_BYTES) : 0
}
