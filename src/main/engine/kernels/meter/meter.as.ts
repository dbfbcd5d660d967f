import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  QUANTUM,
  STATE,
} from '../lib/header.as'

// State, all in channels of 32: what the host reads (peak, mean square, maximum, windows), then the
// window under way. Offsets are repeated as `readouts` in index.ts.
const PEAK = STATE
const MEAN_SQUARE = STATE + 128
const MAXIMUM = STATE + 256
const WINDOWS = STATE + 384
const RATE = STATE + 392
const FILLED = STATE + 400
const RUNNING_PEAK = STATE + 416
const RUNNING_SUM = STATE + 544

export function meter_state_size(channels: u32): u32 {
  return <u32>RUNNING_SUM + 256
}

export function meter_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, RUNNING_SUM + 256 - STATE)
  store<f64>(self + RATE, sampleRate)
}

function measure(self: usize, channel: u32, from: usize, to: usize): void {
  let peak = f32x4.splat(0)
  let squares = f32x4.splat(0)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
    const x = v128.load(from + at)
    v128.store(to + at, x)
    peak = f32x4.pmax(peak, f32x4.abs(x))
    squares = f32x4.add(squares, f32x4.mul(x, x))
  }
  const top = max(
    max(f32x4.extract_lane(peak, 0), f32x4.extract_lane(peak, 1)),
    max(f32x4.extract_lane(peak, 2), f32x4.extract_lane(peak, 3)),
  )
  const sum =
    <f64>f32x4.extract_lane(squares, 0) +
    <f64>f32x4.extract_lane(squares, 1) +
    <f64>f32x4.extract_lane(squares, 2) +
    <f64>f32x4.extract_lane(squares, 3)
  const peakCell = self + RUNNING_PEAK + (<usize>channel << 2)
  const sumCell = self + RUNNING_SUM + (<usize>channel << 3)
  const maximumCell = self + MAXIMUM + (<usize>channel << 2)
  store<f32>(peakCell, max(load<f32>(peakCell), top))
  store<f64>(sumCell, load<f64>(sumCell) + sum)
  store<f32>(maximumCell, max(load<f32>(maximumCell), top))
}

function publish(self: usize, channels: u32, filled: u32): void {
  for (let channel: u32 = 0; channel < channels; channel++) {
    const single = <usize>channel << 2
    const sumCell = self + RUNNING_SUM + (<usize>channel << 3)
    store<f32>(self + PEAK + single, load<f32>(self + RUNNING_PEAK + single))
    store<f32>(self + MEAN_SQUARE + single, <f32>(load<f64>(sumCell) / <f64>filled))
    store<f32>(self + RUNNING_PEAK + single, 0)
    store<f64>(sumCell, 0)
  }
  store<f64>(self + WINDOWS, load<f64>(self + WINDOWS) + 1)
}

export function meter_process(self: usize, offset: u32, frames: u32): void {
  const channels = min<u32>(outputChannels(self, 0), 32)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const start = <usize>frame << 2
    for (let channel: u32 = 0; channel < channels; channel++) {
      measure(
        self,
        channel,
        inputChannel(self, 0, channel) + start,
        outputChannel(self, 0, channel) + start,
      )
    }
    const filled = load<u32>(self + FILLED) + QUANTUM
    const full = <f64>filled >= <f64>paramAt(self, 0, frame) * load<f64>(self + RATE)
    if (full) publish(self, channels, filled)
    store<u32>(self + FILLED, full ? 0 : filled)
  }
}
