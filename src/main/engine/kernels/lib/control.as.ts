// Control signals: one channel at audio rate, a gate is on from 0.5 up. A signal comes from an input
// where something is wired to it, else from the param that stands in for it.

import { inputChannel, inputChannels, paramMask, paramPointer } from './header.as'

/** From this value up a gate is on. */
export const GATE: f32 = 0.5

/** Largest f32: results past it are kept there. */
const LARGEST: f32 = 3.4028234e38

/** Where the values of an input begin, or those of the param that stands in for it. */
// @ts-ignore: decorator
@inline
export function signalPointer(self: usize, input: usize, param: usize): usize {
  return inputChannels(self, input) > 0
    ? inputChannel(self, input, 0)
    : paramPointer(self, param)
}

/** All ones when the signal has a value a frame, else 0. */
// @ts-ignore: decorator
@inline
export function signalMask(self: usize, input: usize, param: usize): u32 {
  return inputChannels(self, input) > 0 ? 0xffffffff : paramMask(self, param)
}

/** Four frames of a signal by its pointer and mask. */
// @ts-ignore: decorator
@inline
export function fourAt(pointer: usize, mask: u32, frame: u32): v128 {
  return mask != 0 ? v128.load(pointer + (<usize>frame << 2)) : v128.load32_splat(pointer)
}

/** One frame of a signal by its pointer and mask. */
// @ts-ignore: decorator
@inline
export function oneAt(pointer: usize, mask: u32, frame: u32): f32 {
  return load<f32>(pointer + (<usize>(frame & mask) << 2))
}

// In memory: a load brings it into all lanes, and once for all that ask.
const gates = memory.data<f32>([GATE])

/** One bit a frame of sixteen: where a gate is on. */
// @ts-ignore: decorator
@inline
export function gateBits(from: usize): u32 {
  const half = v128.load32_splat(gates)
  const first = f32x4.ge(v128.load(from), half)
  const second = f32x4.ge(v128.load(from, 16), half)
  const third = f32x4.ge(v128.load(from, 32), half)
  const fourth = f32x4.ge(v128.load(from, 48), half)
  const early = i16x8.narrow_i32x4_s(first, second)
  const late = i16x8.narrow_i32x4_s(third, fourth)
  return <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(early, late))
}

/** Keeps f32 lanes finite; NaN becomes the lower end. */
// @ts-ignore: decorator
@inline
export function finiteFour(x: v128): v128 {
  return f32x4.pmin(f32x4.splat(LARGEST), f32x4.pmax(f32x4.splat(-LARGEST), x))
}
