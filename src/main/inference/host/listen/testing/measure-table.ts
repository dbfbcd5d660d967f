import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FEATURES, stretchesOf } from '../descriptor'
import { featuresOf } from '../features'
import { melFrames } from '../mel-frames'
import { makeSound, soundFamilies } from './make-sounds'

/** Writes `descriptor-table.ts`: mean and spread of each feature over so many sounds of every family. A new table is a new version. */
const EACH = 16

const rows: Float64Array[] = []
for (const family of soundFamilies) {
  for (let seed = 0; seed < EACH; seed++) {
    const samples = makeSound(family, 1000 + seed)
    // Half the rate is near enough for a mean: every other sample.
    const half = Float32Array.from(
      { length: Math.floor(samples.length / 2) },
      (_, index) => 0.5 * ((samples[2 * index] ?? 0) + (samples[2 * index + 1] ?? 0)),
    )
    const rate = 22_050
    rows.push(featuresOf(melFrames(half, rate, stretchesOf(half.length, rate)), half.length / rate))
  }
}
const means: number[] = []
const spreads: number[] = []
for (let feature = 0; feature < FEATURES; feature++) {
  const values = rows.map(row => row[feature] ?? 0)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  means.push(mean)
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  // What hardly differs from sound to sound is not blown up.
  spreads.push(Math.max(Math.sqrt(square), 0.05))
}
const text = `/**
 * Mean and standard deviation of each feature over ${rows.length} sounds of ${soundFamilies.length} families, by
 * testing/measure-table.ts. Base64 of little-endian f32.
 */
export const featureMeans: Float32Array = floats(
  '${encode(means)}',
)
export const featureSpreads: Float32Array = floats(
  '${encode(spreads)}',
)

function floats(text: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer)
}
`
writeFileSync(join(import.meta.dirname, '../descriptor-table.ts'), text)

function encode(values: readonly number[]): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64')
}
