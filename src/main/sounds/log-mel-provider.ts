import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { Embedding, EmbeddingProvider } from '../library'
import { floatsOf } from './listen'

/** As the pipelines tell it; a test holds it against theirs. */
export const LOG_MEL = 'descriptor/log-mel@1'

const answerSchema = z.object({
  modelVersion: z.string(),
  segments: z.array(z.object({ start: z.number(), vector: z.string() })).min(1),
})

/** The descriptor that needs no model: always there. */
export function logMelProvider(inference: Pick<Inference, 'run'>): EmbeddingProvider {
  return {
    modelVersion: LOG_MEL,
    label: 'Log-mel descriptor',
    rank: 0,
    state: () => ok(),
    async embedSound(sound, { signal, folder }): Promise<Result<readonly Embedding[]>> {
      const { path, sampleRate, channels, frames } = sound
      const answer = await inference.run({
        pipeline: 'embedding/log-mel',
        input: { sound: { path, sampleRate, channels, frames } },
        folder,
        signal,
        save: () => true,
        progress: () => undefined,
        log: () => undefined,
      })
      if (!answer.ok) return answer
      const parsed = answerSchema.safeParse(answer.value)
      if (!parsed.success || parsed.data.modelVersion !== LOG_MEL) {
        return err(fail('internal', 'The descriptor answered in an unknown form.'))
      }
      return ok(
        parsed.data.segments.map(({ start, vector }) => ({ start, vector: floatsOf(vector) })),
      )
    },
  }
}
