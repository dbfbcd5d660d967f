import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import {
  EMBEDDING_SIZE,
  type Embedding,
  type EmbeddingProvider,
  type EmbeddingTask,
} from '../library'
import type { Models } from '../models'

const MODEL = 'clap-htsat-unfused'
const vector = z.array(z.number()).length(EMBEDDING_SIZE)
const soundSchema = z.object({
  vectors: z.array(z.object({ start: z.number().min(0), vector })).min(1),
})
const wordsSchema = z.object({ vector })

/** Sounds and words in one space, by CLAP, where its model is here. */
export function clapProvider({
  inference,
  models,
}: {
  readonly inference: Pick<Inference, 'run'>
  readonly models: Pick<Models, 'info' | 'ready'>
}): EmbeddingProvider {
  const run = (pipeline: string, input: unknown, { folder, signal }: EmbeddingTask) =>
    inference.run({
      ...{ pipeline, input, folder, signal },
      save: () => true,
      progress: () => undefined,
      log: () => undefined,
    })
  return {
    modelVersion: `${MODEL}@1`,
    label: 'CLAP',
    rank: 10,
    async state() {
      const info = await models.info(MODEL)
      if (!info.ok) return info
      return info.value.state === 'ready'
        ? ok()
        : err(fail('model-missing', `“${info.value.title}” is not here.`))
    },
    async embedSound(sound, task): Promise<Result<readonly Embedding[]>> {
      const ready = await models.ready(MODEL)
      if (!ready.ok) return ready
      const { path, sampleRate, channels, frames } = sound
      const model = ready.value.files['audio_model.onnx']
      const input = { sound: { path, sampleRate, channels, frames }, model }
      const answer = await run('embedding/clap', input, task)
      if (!answer.ok) return answer
      const parsed = soundSchema.safeParse(answer.value)
      if (!parsed.success) return unknownForm()
      return ok(
        parsed.data.vectors.map(found => ({
          start: found.start,
          vector: Float32Array.from(found.vector),
        })),
      )
    },
    async embedText(text, task) {
      const ready = await models.ready(MODEL)
      if (!ready.ok) return ready
      const { files } = ready.value
      const input = {
        text,
        model: files['text_model.onnx'],
        tokenizer: files['tokenizer.json'],
        config: files['tokenizer_config.json'],
      }
      const answer = await run('embedding/clap-words', input, task)
      if (!answer.ok) return answer
      const parsed = wordsSchema.safeParse(answer.value)
      return parsed.success ? ok(Float32Array.from(parsed.data.vector)) : unknownForm()
    },
  }
}

const unknownForm = () => err(fail('internal', 'CLAP answered in an unknown form.'))
