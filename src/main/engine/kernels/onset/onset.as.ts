import { outputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'
import { fluxBytes, fluxHop, fluxInit, fluxTake } from '../lib/superflux.as'

// State: what the host reads, the rate, f64 frames so far, f64 frame of the last onset, u32 values so far,
// f32 trigger, then 64 earlier values.
const FLUX = STATE
const ONSETS = STATE + 8
const LAST = STATE + 16
const RATE = STATE + 24
const CLOCK = STATE + 32
const FOUND = STATE + 40
const COUNT = STATE + 48
const TRIGGER = STATE + 52
const SHOWN = STATE + 56
const VALUES = STATE + 64
const KEPT: u32 = 64
const SOUND = VALUES + 4 * 64

/** Seconds that a value must be the highest of, and that the mean is taken over. */
const HIGHEST: f64 = 0.03
const MEAN: f64 = 0.1

export function onset_state_size(channels: u32, sampleRate: f64): u32 {
  return <u32>SOUND + fluxBytes(sampleRate)
}

export function onset_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, SOUND - STATE)
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + FOUND, -1e9)
  fluxInit(self + SOUND, sampleRate)
}

/** Value some hops ago. */
// @ts-ignore: decorator
@inline
function valueAt(self: usize, count: u32): f32 {
  return load<f32>(self + VALUES + (<usize>(count & (KEPT - 1)) << 2))
}

function pick(self: usize, flux: f32, threshold: f32, gap: f64): void {
  const rate = load<f64>(self + RATE)
  const hop = <f64>fluxHop(rate)
  const count = load<u32>(self + COUNT)
  let sum: f32 = 0
  let top: f32 = 0
  const meanOver = min<u32>(KEPT - 1, <u32>((MEAN * rate) / hop))
  const topOver = <u32>((HIGHEST * rate) / hop)
  for (let ago: u32 = 1; ago <= meanOver; ago++) {
    const value = valueAt(self, count - ago)
    sum += value
    if (ago <= topOver) top = max(top, value)
  }
  store<f32>(self + VALUES + (<usize>(count & (KEPT - 1)) << 2), flux)
  store<u32>(self + COUNT, count + 1)
  store<f32>(self + FLUX, flux)
  store<f32>(self + SHOWN, flux * 0.01)
  const clock = load<f64>(self + CLOCK)
  const apart = clock - load<f64>(self + FOUND) >= gap * rate
  const found = apart && flux >= top && flux >= sum / <f32>meanOver + threshold
  store<f32>(self + TRIGGER, found ? 1 : 0)
  if (!found) return
  store<f64>(self + FOUND, clock)
  store<f64>(self + ONSETS, load<f64>(self + ONSETS) + 1)
  store<f64>(self + LAST, clock / rate)
}

function hold(self: usize, output: usize, place: usize, frame: u32): void {
  const value = v128.load32_splat(self + place)
  const to = outputChannel(self, output, 0) + (<usize>frame << 2)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) v128.store(to + at, value)
}

export function onset_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const flux = fluxTake(self + SOUND, self, 0, frame)
    store<f64>(self + CLOCK, load<f64>(self + CLOCK) + <f64>QUANTUM)
    if (flux >= 0) pick(self, flux, paramAt(self, 0, frame), <f64>paramAt(self, 1, frame))
    hold(self, 0, TRIGGER, frame)
    hold(self, 1, SHOWN, frame)
  }
}
