import { inputChannel, outputChannel, paramAt, paramFour, QUANTUM, STEP } from '../lib/header.as'
import {
  DIFFUSION,
  EARLY,
  LONGEST_LINE,
  LONGEST_PRE,
  MIX,
  MODULATION,
  takeDelays,
  updateFilters,
  wantDelays,
  WIDTH,
} from './design.as'
import {
  addEarly,
  delayEntering,
  diffuse,
  enter,
  LONGEST_DIFFUSER,
  passEntering,
} from './early.as'
import { stepLines } from './lines.as'
import {
  ACTIVE,
  AGAIN,
  DIFFUSERS,
  DIFFUSER_RING,
  FILTERS,
  FILTER_BYTES,
  KEYS,
  LINE_RING,
  LINES,
  PRE_RING,
  QUIET,
  RATE,
  RINGS,
  STEPS,
  WET,
} from './state.as'

/** Frames of a ring that holds some seconds: whole steps. */
function ringFrames(seconds: f64, sampleRate: f64): u32 {
  return (<u32>Math.ceil(seconds * (sampleRate > 0 ? sampleRate : 192000)) + 239) & ~15
}

/** Bytes of all rings. */
function ringBytes(sampleRate: f64): u32 {
  const lines = LINES * (ringFrames(LONGEST_LINE + 0.0008, sampleRate) + AGAIN)
  const pre = 2 * (ringFrames(LONGEST_PRE, sampleRate) + AGAIN)
  const diffusers = 2 * DIFFUSERS * (ringFrames(LONGEST_DIFFUSER, sampleRate) + AGAIN)
  return 4 * (lines + pre + diffusers)
}

export function reverb_state_size(channels: u32, sampleRate: f64): u32 {
  return <u32>RINGS + ringBytes(sampleRate)
}

export function reverb_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + RATE, 0, RINGS - RATE + <usize>ringBytes(sampleRate))
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + KEYS, -1)
  store<u32>(self + LINE_RING, ringFrames(LONGEST_LINE + 0.0008, sampleRate))
  store<u32>(self + PRE_RING, ringFrames(LONGEST_PRE, sampleRate))
  store<u32>(self + DIFFUSER_RING, ringFrames(LONGEST_DIFFUSER, sampleRate))
}

/** 1 where nothing rings any more. */
export function reverb_idle(self: usize): u32 {
  return load<u32>(self + ACTIVE) == 0 ? 1 : 0
}

function isSilent(from: usize): bool {
  let any = f32x4.splat(0)
  for (let at: usize = 0; at < 512; at += 16) any = f32x4.max(any, f32x4.abs(v128.load(from + at)))
  return !v128.any_true(f32x4.gt(any, f32x4.splat(1e-25)))
}

/** Sixteen frames of the output. */
function mixOut(self: usize, frame: u32): void {
  const width = paramAt(self, WIDTH, frame)
  const near = f32x4.splat(0.5 + 0.5 * width)
  const far = f32x4.splat(0.5 - 0.5 * width)
  const one = f32x4.splat(1)
  for (let at: usize = 0; at < 64; at += 16) {
    const now = frame + <u32>(at >> 2)
    const place = <usize>now << 2
    const mix = paramFour(self, MIX, now)
    const through = f32x4.sub(one, mix)
    const a = v128.load(self + WET + at)
    const b = v128.load(self + WET + 64 + at)
    const left = f32x4.add(f32x4.mul(near, a), f32x4.mul(far, b))
    const right = f32x4.add(f32x4.mul(far, a), f32x4.mul(near, b))
    const dryLeft = v128.load(inputChannel(self, 0, 0) + place)
    const dryRight = v128.load(inputChannel(self, 0, 1) + place)
    const outLeft = f32x4.add(f32x4.mul(through, dryLeft), f32x4.mul(mix, left))
    const outRight = f32x4.add(f32x4.mul(through, dryRight), f32x4.mul(mix, right))
    v128.store(outputChannel(self, 0, 0) + place, outLeft)
    v128.store(outputChannel(self, 0, 1) + place, outRight)
  }
}

/** A quantum that rings; true where anything is left. */
function ring(self: usize, quantum: u32): bool {
  const fades = wantDelays(self, quantum)
  updateFilters(self, quantum)
  let any = f32x4.splat(0)
  for (let frame = quantum; frame < quantum + QUANTUM; frame += STEP) {
    const at = <usize>frame << 2
    const fade: f32 = fades ? <f32>(frame - quantum + STEP) * <f32>(1.0 / 128) : 0
    any = v128.or(any, enter(self, 0, inputChannel(self, 0, 0) + at))
    any = v128.or(any, enter(self, 1, inputChannel(self, 0, 1) + at))
    delayEntering(self, fade)
    any = v128.or(any, diffuse(self, 0.75 * paramAt(self, DIFFUSION, frame)))
    any = v128.or(any, stepLines(self, paramAt(self, MODULATION, frame), fade))
    addEarly(self, paramAt(self, EARLY, frame), fade)
    passEntering(self)
    mixOut(self, frame)
  }
  if (fades) takeDelays(self)
  return v128.any_true(any)
}

/** From silence on: as after `init`, but with the delays that are wanted now. */
function wake(self: usize, frame: u32): void {
  store<u32>(self + ACTIVE, 1)
  store<u32>(self + STEPS, 0)
  for (let group: usize = 0; group < 4; group++) {
    memory.fill(self + FILTERS + FILTER_BYTES * group + 96, 0, 32)
  }
  wantDelays(self, frame)
  takeDelays(self)
}

export function reverb_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const at = <usize>frame << 2
    if (load<u32>(self + ACTIVE) == 0) {
      if (isSilent(inputChannel(self, 0, 0) + at) && isSilent(inputChannel(self, 0, 1) + at)) {
        memory.fill(self + WET, 0, 128)
        for (let step: u32 = 0; step < QUANTUM; step += STEP) mixOut(self, frame + step)
        continue
      }
      wake(self, frame)
    }
    const quiet: u32 = ring(self, frame) ? 0 : load<u32>(self + QUIET) + QUANTUM
    store<u32>(self + QUIET, quiet)
    // All rings have gone round once with nothing in them.
    if (quiet > load<u32>(self + PRE_RING) + load<u32>(self + LINE_RING)) {
      store<u32>(self + ACTIVE, 0)
    }
  }
}
