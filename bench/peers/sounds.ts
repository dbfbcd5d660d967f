import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sound } from '../../src/main/engine'
import { noise } from './noise'
import type { Sounds } from './rig'

export const RATE = 48_000

interface Shape {
  readonly rate: number
  readonly channels: number
  readonly frames: number
  readonly seed: number
}

/** What each sound is. Sent to the browser as text, so it uses nothing from outside. */
export function soundShapes(seconds: number): Sounds<Shape> {
  return {
    noise: { rate: 48_000, channels: 2, frames: 48_000 * seconds, seed: 1 },
    noise44: { rate: 44_100, channels: 2, frames: 44_100 * seconds, seed: 1 },
    impulse: { rate: 48_000, channels: 2, frames: 96_000, seed: 7 },
    hit: { rate: 48_000, channels: 1, frames: 12_000, seed: 5 },
  }
}

/** The sounds as files of the folder, for our engine. */
export function soundFiles(folder: string, seconds: number): Map<string, Sound> {
  const shapes: Readonly<Record<string, Shape>> = { ...soundShapes(seconds) }
  return new Map(
    Object.entries(shapes).map(([name, { rate, channels, frames, seed }]) => {
      const planes = Array.from({ length: channels }, (_, channel) => noise(frames, seed + channel))
      const samples = new Float32Array(frames * channels)
      planes.forEach((plane, channel) => {
        for (let i = 0; i < frames; i++) samples[i * channels + channel] = plane[i] ?? 0
      })
      const path = join(folder, `${name}.f32`)
      writeFileSync(path, new Uint8Array(samples.buffer))
      return [name, { path, sampleRate: rate, channels, frames }] as const
    }),
  )
}
