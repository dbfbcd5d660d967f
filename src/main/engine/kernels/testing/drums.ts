import { whiteNoise } from './signals'

const RATE = 48_000

type Drum = 'kick' | 'snare' | 'hat'

function makeDrum(kind: Drum): Float32Array {
  const noise = whiteNoise(12_000, kind.length, 1)
  let phase = 0
  return noise.map((value, i) => {
    const time = i / RATE
    phase += (50 + 150 * Math.exp(-time / 0.02)) / RATE
    switch (kind) {
      case 'kick':
        return 0.8 * Math.sin(2 * Math.PI * phase) * Math.exp(-time / 0.08)
      case 'snare':
        return 0.3 * (value + Math.sin(2 * Math.PI * 190 * time)) * Math.exp(-time / 0.05)
      case 'hat':
        return 0.15 * (value - (noise[i - 1] ?? 0)) * Math.exp(-time / 0.02)
    }
  })
}

const drums = { kick: makeDrum('kick'), snare: makeDrum('snare'), hat: makeDrum('hat') }

/** Adds a drum at `at` seconds: kick (a falling sine), snare (noise and a tone) or hat (high noise). */
export function addDrum(wave: Float32Array, kind: Drum, at: number): void {
  const start = Math.round(at * RATE)
  const drum = drums[kind]
  const end = Math.min(drum.length, wave.length - start)
  for (let i = 0; i < end; i++) wave[start + i]! += drum[i]!
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
