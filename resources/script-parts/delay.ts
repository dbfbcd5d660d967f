import { channelOf, nothing, type Bus } from './bus'

const LONGEST = 4

/** Two lines with feedback, damped there by a one-pole low-pass; read between frames along Lagrange’s cubic. */
export function delay(sampleRate: number) {
  const size = Math.ceil(LONGEST * sampleRate) + 8
  const lines = [new Float32Array(size), new Float32Array(size)]
  const damped = new Float32Array(2)
  const heard = new Float32Array(2)
  let place = 0

  function read(line: Float32Array, frames: number): number {
    const whole = Math.floor(frames)
    const t = frames - whole
    let at = place - whole - 2
    if (at < 0) at += size
    const b = at + 1 < size ? at + 1 : 0
    const c = b + 1 < size ? b + 1 : 0
    const d = c + 1 < size ? c + 1 : 0
    return (
      (((t + 1) * t * (t - 1)) / 6) * (line[at] ?? 0) -
      (((t + 1) * t * (t - 2)) / 2) * (line[b] ?? 0) +
      (((t + 1) * (t - 1) * (t - 2)) / 2) * (line[c] ?? 0) -
      ((t * (t - 1) * (t - 2)) / 6) * (line[d] ?? 0)
    )
  }

  /** A whole number of frames, as near as a time in single precision can say it, is that number. */
  function framesOf(seconds: number): number {
    const wanted = Math.max(2, Math.min(LONGEST * sampleRate, seconds * sampleRate))
    const round = Math.round(wanted)
    return Math.abs(wanted - round) < wanted * 1.2e-7 ? round : wanted
  }

  return (
    out: Bus,
    input: Bus,
    time: Float32Array,
    feedback: Float32Array,
    mix: Float32Array,
    damping: Float32Array,
    mode: Float32Array,
  ): void => {
    out.width = 2
    const source = input.width > 0 ? input : nothing
    const left = channelOf(source, 0)
    const right = source.width === 1 ? left : channelOf(source, 1)
    let corner = Number.NaN
    let part = 0
    for (let i = 0; i < 128; i++) {
      if (i % 16 === 0 && damping[i] !== corner) {
        corner = damping[i] ?? 0
        part = 1 - Math.exp((-2 * Math.PI * Math.max(1, corner)) / sampleRate)
      }
      const isPingPong = (mode[i & ~15] ?? 0) >= 0.5
      const frames = framesOf(time[i] ?? 0)
      for (let side = 0; side < 2; side++) {
        const wet = read(lines[side] ?? left, frames)
        heard[side] = wet
        damped[side] = (damped[side] ?? 0) + part * (wet - (damped[side] ?? 0))
      }
      for (let side = 0; side < 2; side++) {
        const line = lines[side]
        const dry = (side === 0 ? left[i] : right[i]) ?? 0
        const middle = side === 0 ? ((left[i] ?? 0) + (right[i] ?? 0)) / 2 : 0
        const returning = damped[isPingPong ? 1 - side : side] ?? 0
        const kept = (isPingPong ? middle : dry) + (feedback[i] ?? 0) * returning
        if (line !== undefined) line[place] = Math.abs(kept) > 1e-25 ? kept : 0
        const to = channelOf(out, side)
        to[i] = (1 - (mix[i] ?? 0)) * dry + (mix[i] ?? 0) * (heard[side] ?? 0)
      }
      place = place + 1 < size ? place + 1 : 0
    }
    for (let side = 0; side < 2; side++) if (Math.abs(damped[side] ?? 0) <= 1e-25) damped[side] = 0
  }
}
