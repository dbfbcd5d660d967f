import { join } from 'node:path'
import { z } from 'zod'
import { withScratch, writeRaw } from '../clip-files'
import { orThrow } from '../provider-error'
import type { ProviderHub } from '../provider-hub'
import { modelState, runFor, type BuiltInParts } from './parts'

const CLAP = 'clap-htsat-unfused'
const wordsSchema = z.object({ vector: z.array(z.number()) })
const soundSchema = z.object({ vectors: z.array(z.object({ vector: z.array(z.number()) })).min(1) })

/** Words and sounds in one space: `embedding/clap`. */
export function registerVectors(hub: ProviderHub, parts: BuiltInParts): void {
  hub.registry.register('embedding', 'clap', () => ({
    embed: (texts, call) =>
      withScratch(async folder => {
        const { files } = orThrow(await parts.models.ready(CLAP))
        const vectors: Float32Array[] = []
        for (const text of texts) {
          const input = {
            text,
            model: files['text_model.onnx'],
            tokenizer: files['tokenizer.json'],
            config: files['tokenizer_config.json'],
          }
          const wish = { pipeline: 'embedding/clap-words', input, folder, answer: wordsSchema }
          vectors.push(Float32Array.from((await runFor(parts, wish, call)).vector))
        }
        return vectors
      }),
    hear: (audio, call) =>
      withScratch(async folder => {
        const { files } = orThrow(await parts.models.ready(CLAP))
        const sound = await writeRaw(join(folder, 'sound.f32'), audio)
        const input = { sound, model: files['audio_model.onnx'] }
        const wish = { pipeline: 'embedding/clap', input, folder, answer: soundSchema }
        return meanOf((await runFor(parts, wish, call)).vectors.map(({ vector }) => vector))
      }),
  }))
  hub.describe('embedding', 'clap', {
    ...{ plugin: 'clap', label: 'CLAP', licence: 'Apache-2.0', models: [CLAP] },
    about: 'Words and sounds as vectors of one space: near ones are alike.',
    state: () => modelState(parts, CLAP),
  })
}

/** The mean of vectors, of length 1. */
function meanOf(vectors: readonly (readonly number[])[]): Float32Array {
  const size = vectors[0]?.length ?? 0
  const sum = new Float32Array(size)
  for (const vector of vectors) {
    for (let at = 0; at < size; at++) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0)
  }
  const length = Math.sqrt(sum.reduce((total, x) => total + x * x, 0)) || 1
  return sum.map(x => x / length)
}
