import { whiteNoise } from './signals'

const RATE = 48_000

/** A synthetic drum at `at` seconds: kick (a falling sine), snare (noise and a tone) or hat (high noise). */
export function addDrum(wave: Float32Array, kind: 'kick' | 'snare' | 'hat', at: number): void {
  const start = Math.round(at * RATE)
  const noise = whiteNoise(12_000, start, 1)
  let phase = 0
  for (let i = 0; i < 12_000 && start + i < wave.length; i++) {
    const time = i / RATE
    phase += (50 + 150 * Math.exp(-time / 0.02)) / RATE
    const high = (noise[i] ?? 0) - (noise[i - 1] ?? 0)
    const sample = {
      kick: 0.8 * Math.sin(2 * Math.PI * phase) * Math.exp(-time / 0.08),
      snare: 0.3 * ((noise[i] ?? 0) + Math.sin(2 * Math.PI * 190 * time)) * Math.exp(-time / 0.05),
      hat: 0.15 * high * Math.exp(-time / 0.02),
    }[kind]
    wave[start + i]! += sample
  }
}

/** Eighth notes of a rock pattern; each hit late or early by up to `jitter` seconds. */
export function drumPattern(bpm: number, seconds: number, jitter = 0): Float32Array {
  const wave = new Float32Array(Math.ceil((seconds * RATE) / 128) * 128)
  const eighth = 30 / bpm
  const late = whiteNoise(4_096, Math.round(bpm), jitter)
  for (let step = 0; step * eighth < seconds; step++) {
    const at = 0.05 + step * eighth + (late[step] ?? 0)
    addDrum(wave, 'hat', at)
    if (step % 4 === 0 || step % 16 === 10) addDrum(wave, 'kick', at + (late[step + 999] ?? 0))
    if (step % 4 === 2) addDrum(wave, 'snare', at + (late[step + 1_999] ?? 0))
  }
  return wave
}
