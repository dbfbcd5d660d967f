import {
  CHANNEL_BYTES,
  inputChannel,
  inputChannels,
  outputChannels,
  paramMoves,
  paramPointer,
} from '../lib/header.as'
import { hush, isQuiet, mark } from './quiet.as'

/** Bytes of a source in a mix, of what is said of it beside that, and of one that sounds. */
const SOURCE: usize = 16
const GAIN: usize = 8
const SOUNDING: usize = 16

/** See `step_mix_gains`. */
export function mixGains(at: usize, offset: u32, frames: u32): void {
  const mix = <usize>load<u32>(at)
  const bus = <usize>load<u32>(mix)
  const channels = load<u32>(mix, 4)
  const all = load<u32>(mix, 12)
  const marks = <usize>load<u32>(mix, 16)
  const sounding = at + 4 + <usize>all * GAIN
  const end = pickSounding(mix + 20, at + 4, all, sounding, offset, frames)
  if (end == sounding) return hush(bus, channels, marks, offset, frames)
  mark(marks, offset, frames, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    sumChannel(bus, channel, sounding, end, offset, frames)
  }
}

/** Lists what is not known to be silent (first channel, bytes to the next, gains or 0, whether they move), to an end. */
function pickSounding(
  sources: usize,
  gains: usize,
  all: u32,
  to: usize,
  offset: u32,
  frames: u32,
): usize {
  let place = to
  for (let index: u32 = 0; index < all; index++) {
    const source = sources + <usize>index * SOURCE
    const gain = gains + <usize>index * GAIN
    const self = <usize>load<u32>(gain)
    const marks = self == 0 ? load<u32>(source, 12) : load<u32>(gain, 4)
    if (isQuiet(<usize>marks, offset, frames)) continue
    const from = self == 0 ? load<u32>(source) : <u32>inputChannel(self, 0, 0)
    const wide = self == 0 ? load<u32>(source, 4) : min(inputChannels(self, 0), outputChannels(self, 0))
    store<u32>(place, from)
    store<u32>(place, wide == 1 ? 0 : <u32>CHANNEL_BYTES, 4)
    store<u32>(place, self == 0 ? 0 : <u32>paramPointer(self, 0), 8)
    store<u32>(place, self != 0 && paramMoves(self, 0) ? 1 : 0, 12)
    place += SOUNDING
  }
  return place
}

/** In one pass, 32 frames at a time: the products are those that the gains would write, and are added in the same order. */
function sumChannel(
  bus: usize,
  channel: u32,
  sounding: usize,
  end: usize,
  offset: u32,
  frames: u32,
): void {
  const to = bus + <usize>channel * CHANNEL_BYTES
  const last = (<usize>offset + <usize>frames) << 2
  for (let place = <usize>offset << 2; place < last; place += 128) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    let e = a
    let f = a
    let g = a
    let h = a
    for (let source = sounding; source < end; source += SOUNDING) {
      const from = <usize>load<u32>(source) + <usize>channel * <usize>load<u32>(source, 4) + place
      const gains = <usize>load<u32>(source, 8)
      if (gains == 0) {
        a = f32x4.add(a, v128.load(from))
        b = f32x4.add(b, v128.load(from, 16))
        c = f32x4.add(c, v128.load(from, 32))
        d = f32x4.add(d, v128.load(from, 48))
        e = f32x4.add(e, v128.load(from, 64))
        f = f32x4.add(f, v128.load(from, 80))
        g = f32x4.add(g, v128.load(from, 96))
        h = f32x4.add(h, v128.load(from, 112))
      } else if (load<u32>(source, 12) != 0) {
        const by = gains + place
        a = f32x4.add(a, f32x4.mul(v128.load(from), v128.load(by)))
        b = f32x4.add(b, f32x4.mul(v128.load(from, 16), v128.load(by, 16)))
        c = f32x4.add(c, f32x4.mul(v128.load(from, 32), v128.load(by, 32)))
        d = f32x4.add(d, f32x4.mul(v128.load(from, 48), v128.load(by, 48)))
        e = f32x4.add(e, f32x4.mul(v128.load(from, 64), v128.load(by, 64)))
        f = f32x4.add(f, f32x4.mul(v128.load(from, 80), v128.load(by, 80)))
        g = f32x4.add(g, f32x4.mul(v128.load(from, 96), v128.load(by, 96)))
        h = f32x4.add(h, f32x4.mul(v128.load(from, 112), v128.load(by, 112)))
      } else {
        const by = v128.load32_splat(gains)
        a = f32x4.add(a, f32x4.mul(v128.load(from), by))
        b = f32x4.add(b, f32x4.mul(v128.load(from, 16), by))
        c = f32x4.add(c, f32x4.mul(v128.load(from, 32), by))
        d = f32x4.add(d, f32x4.mul(v128.load(from, 48), by))
        e = f32x4.add(e, f32x4.mul(v128.load(from, 64), by))
        f = f32x4.add(f, f32x4.mul(v128.load(from, 80), by))
        g = f32x4.add(g, f32x4.mul(v128.load(from, 96), by))
        h = f32x4.add(h, f32x4.mul(v128.load(from, 112), by))
      }
    }
    v128.store(to + place, a)
    v128.store(to + place, b, 16)
    v128.store(to + place, c, 32)
    v128.store(to + place, d, 48)
    v128.store(to + place, e, 64)
    v128.store(to + place, f, 80)
    v128.store(to + place, g, 96)
    v128.store(to + place, h, 112)
  }
}
