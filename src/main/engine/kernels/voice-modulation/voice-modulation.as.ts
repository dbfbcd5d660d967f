import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramFour,
  STATE,
} from '../lib/header.as'

// State: f32 × 4 frequencies that were met last, f32 × 4 their octaves from middle C.
const KNOWN = STATE
const OCTAVES = STATE + 16

const MIDDLE_C: f64 = 261.6255653005986

export function voice_modulation_state_size(channels: u32): u32 {
  return <u32>STATE + 32
}

export function voice_modulation_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 32)
}

// @ts-ignore: decorator
@inline
function octavesOf(hertz: f32): f32 {
  return hertz > 0 ? <f32>Math.log2(<f64>hertz / MIDDLE_C) : 0
}

/** Octaves of four frequencies; the logarithm is only taken where they have changed. */
function octavesFour(self: usize, hertz: v128): v128 {
  if (v128.any_true(v128.xor(hertz, v128.load(self + KNOWN)))) {
    v128.store(self + KNOWN, hertz)
    const octaves = f32x4(
      octavesOf(f32x4.extract_lane(hertz, 0)),
      octavesOf(f32x4.extract_lane(hertz, 1)),
      octavesOf(f32x4.extract_lane(hertz, 2)),
      octavesOf(f32x4.extract_lane(hertz, 3)),
    )
    v128.store(self + OCTAVES, octaves)
  }
  return v128.load(self + OCTAVES)
}

export function voice_modulation_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const hertz = inputChannel(self, 1, 0)
  const velocities = inputChannel(self, 2, 0)
  const pressures = inputChannel(self, 3, 0)
  const timbres = inputChannel(self, 4, 0)
  const to = outputChannel(self, 0, 0)
  const one = f32x4.splat(1)
  const hard = inputChannels(self, 2) > 0 ? one : f32x4.splat(0)
  const middle = inputChannels(self, 4) > 0 ? one : f32x4.splat(0)
  for (let frame = offset; frame < offset + frames; frame += 4) {
    const at = <usize>frame << 2
    const octaves = octavesFour(self, v128.load(hertz + at))
    const timbre = v128.load(timbres + at)
    let sum = v128.load(from + at)
    sum = f32x4.add(sum, f32x4.mul(paramFour(self, 0, frame), octaves))
    sum = f32x4.add(
      sum,
      f32x4.mul(paramFour(self, 1, frame), f32x4.sub(v128.load(velocities + at), hard)),
    )
    sum = f32x4.add(sum, f32x4.mul(paramFour(self, 2, frame), v128.load(pressures + at)))
    sum = f32x4.add(
      sum,
      f32x4.mul(paramFour(self, 3, frame), f32x4.sub(f32x4.add(timbre, timbre), middle)),
    )
    v128.store(to + at, sum)
  }
}
