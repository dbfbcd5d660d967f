import { inputChannel, inputChannels, outputChannel, paramAt, QUANTUM } from '../lib/header.as'
import { integrate, takeRange, toLoudness } from './gating.as'
import {
  BLOCK_STEPS,
  END,
  FILLED,
  MOMENTARY,
  MOMENTARY_MAXIMUM,
  MOMENTARY_STEPS,
  NOTHING,
  RANGE,
  RATE,
  RING,
  SHORT,
  SHORT_MAXIMUM,
  SHORT_STEPS,
  STEP_FRAMES,
  STEPS,
  SUMS,
  TRUE_PEAKS,
} from './layout.as'
import { publishPeaks, trackPeak } from './true-peak.as'
import { channelWeight, designWeighting, flushPair, weighPair } from './weighting.as'

export function loudness_state_size(channels: u32): u32 {
  return <u32>END
}

/** Frame at which a step of 10 ms begins. */
function stepStart(rate: f64, step: u32): f64 {
  return nearest((<f64>step * rate) / 100)
}

function nextStep(self: usize): void {
  const rate = load<f64>(self + RATE)
  const step = load<u32>(self + STEPS)
  store<u32>(self + STEP_FRAMES, <u32>(stepStart(rate, step + 1) - stepStart(rate, step)))
  store<u32>(self + FILLED, 0)
}

export function loudness_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + MOMENTARY, 0, END - MOMENTARY)
  for (let at = self + MOMENTARY; at < self + TRUE_PEAKS + 128; at += 4) store<f32>(at, NOTHING)
  store<f32>(self + RANGE, 0)
  store<f64>(self + RATE, sampleRate)
  designWeighting(self, sampleRate)
  nextStep(self)
}

/** Mean energy of the last `count` steps. */
function meanEnergy(self: usize, count: u32): f64 {
  const steps = load<u32>(self + STEPS)
  let sum: f64 = 0
  let place = (steps + SHORT_STEPS - count) % SHORT_STEPS
  for (let i: u32 = 0; i < count; i++) {
    sum += load<f64>(self + RING + (<usize>place << 3))
    place = place + 1 == SHORT_STEPS ? 0 : place + 1
  }
  return sum / <f64>count
}

function finishStep(self: usize, channels: u32): void {
  const frames = <f64>load<u32>(self + STEP_FRAMES)
  let energy: f64 = 0
  for (let channel: u32 = 0; channel < channels; channel++) {
    const sum = self + SUMS + (<usize>channel << 3)
    energy += (channelWeight(channel, channels) * load<f64>(sum)) / frames
  }
  memory.fill(self + SUMS, 0, 256)
  const steps = load<u32>(self + STEPS)
  store<f64>(self + RING + (<usize>(steps % SHORT_STEPS) << 3), energy)
  store<u32>(self + STEPS, steps + 1)
  const onBlock = (steps + 1) % BLOCK_STEPS == 0
  if (steps + 1 >= MOMENTARY_STEPS) {
    const mean = meanEnergy(self, MOMENTARY_STEPS)
    const level = <f32>toLoudness(mean)
    store<f32>(self + MOMENTARY, level)
    store<f32>(self + MOMENTARY_MAXIMUM, max(level, load<f32>(self + MOMENTARY_MAXIMUM)))
    if (onBlock) integrate(self, mean)
  }
  if (steps + 1 >= SHORT_STEPS) {
    const mean = meanEnergy(self, SHORT_STEPS)
    const level = <f32>toLoudness(mean)
    store<f32>(self + SHORT, level)
    store<f32>(self + SHORT_MAXIMUM, max(level, load<f32>(self + SHORT_MAXIMUM)))
    if (onBlock) takeRange(self, mean)
  }
  nextStep(self)
}

/** A quantum of all channels into the steps that it falls into. */
function weigh(self: usize, frame: u32, channels: u32): void {
  let done: u32 = 0
  while (done < QUANTUM) {
    const filled = load<u32>(self + FILLED)
    const part = min(QUANTUM - done, load<u32>(self + STEP_FRAMES) - filled)
    const start = <usize>(frame + done) << 2
    for (let channel: u32 = 0; channel < channels; channel += 2) {
      const left = inputChannel(self, 0, channel) + start
      weighPair(self, channel >> 1, left, inputChannel(self, 0, channel + 1) + start, part)
    }
    done += part
    store<u32>(self + FILLED, filled + part)
    if (filled + part == load<u32>(self + STEP_FRAMES)) finishStep(self, channels)
  }
  for (let channel: u32 = 0; channel < channels; channel += 2) flushPair(self, channel >> 1)
}

/** Writes a readout over a quantum of an output. */
function hold(self: usize, output: usize, readout: usize, frame: u32): void {
  const value = v128.load32_splat(self + readout)
  const to = outputChannel(self, output, 0) + (<usize>frame << 2)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) v128.store(to + at, value)
}

export function loudness_process(self: usize, offset: u32, frames: u32): void {
  const channels = inputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    if (paramAt(self, 0, frame) > 0) loudness_init(self, load<f64>(self + RATE), 0)
    for (let channel: u32 = 0; channel < channels; channel++) {
      trackPeak(self, channel, inputChannel(self, 0, channel) + (<usize>frame << 2))
    }
    publishPeaks(self, channels)
    weigh(self, frame, channels)
    hold(self, 0, MOMENTARY, frame)
    hold(self, 1, SHORT, frame)
  }
}

/** As `loudness_process`, for who wants the loudness in the end alone: no true peaks, nothing on the outputs. */
export function loudness_listen(self: usize, offset: u32, frames: u32): void {
  const channels = inputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) weigh(self, frame, channels)
}
