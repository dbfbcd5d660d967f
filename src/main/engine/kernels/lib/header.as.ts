// Access to an instance's header: the layout is described in ../abi.ts and ../README.md.

/**
 * Bytes from one channel of a bus to the next: 1024 frames of f32, or more where long blocks are rendered. Set
 * once in the life of an instance of the module (`executor_set_block`), before anything else is called.
 */
export let CHANNEL_BYTES: usize = 4096

export function setChannelBytes(bytes: usize): void {
  CHANNEL_BYTES = bytes
}

/** Frames in a quantum, the grid on which everything periodic happens. */
export const QUANTUM: u32 = 128

/** Frames between two updates of coefficients while a param moves. */
export const STEP: u32 = 16

/** Byte offset of an instance's state. */
export const STATE: usize = 352

const OUTPUTS: usize = 64
const PARAMS: usize = 112

/** Channels of an input; 0 when nothing is connected. */
// @ts-ignore: decorator
@inline
export function inputChannels(self: usize, input: usize): u32 {
  return load<u32>(self + input * 8 + 4)
}

/**
 * Where a channel of an input begins. A channel past the last is the last one again, so that a mono
 * cable feeds both sides, and an unconnected input is the host's silence.
 */
// @ts-ignore: decorator
@inline
export function inputChannel(self: usize, input: usize, channel: u32): usize {
  const channels = inputChannels(self, input)
  const last = channels > 0 ? channels - 1 : 0
  return <usize>load<u32>(self + input * 8) + (<usize>min(channel, last)) * CHANNEL_BYTES
}

/** Channels of an output. */
// @ts-ignore: decorator
@inline
export function outputChannels(self: usize, output: usize): u32 {
  return load<u32>(self + OUTPUTS + output * 8 + 4)
}

/** Where a channel of an output begins. */
// @ts-ignore: decorator
@inline
export function outputChannel(self: usize, output: usize, channel: u32): usize {
  return <usize>load<u32>(self + OUTPUTS + output * 8) + <usize>channel * CHANNEL_BYTES
}

/** Where a param's values begin. */
// @ts-ignore: decorator
@inline
export function paramPointer(self: usize, param: usize): usize {
  return <usize>load<u32>(self + PARAMS + param * 8)
}

/** True when a param has one value a frame; false when element 0 holds for the block. */
// @ts-ignore: decorator
@inline
export function paramMoves(self: usize, param: usize): bool {
  return load<u32>(self + PARAMS + param * 8 + 4) != 0
}

/** All ones when the param moves, else 0: `frame & mask` is the element to read. */
// @ts-ignore: decorator
@inline
export function paramMask(self: usize, param: usize): u32 {
  return paramMoves(self, param) ? 0xffffffff : 0
}

/** A param's value at a frame of the block. */
// @ts-ignore: decorator
@inline
export function paramAt(self: usize, param: usize, frame: u32): f32 {
  return load<f32>(paramPointer(self, param) + (<usize>(frame & paramMask(self, param)) << 2))
}

/** A param's values at four frames from `frame` (a multiple of 4). */
// @ts-ignore: decorator
@inline
export function paramFour(self: usize, param: usize, frame: u32): v128 {
  const pointer = paramPointer(self, param)
  return paramMoves(self, param)
    ? v128.load(pointer + (<usize>frame << 2))
    : v128.load32_splat(pointer)
}
