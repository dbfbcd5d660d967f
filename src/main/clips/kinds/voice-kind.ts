import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok } from '#shared/kit'
import type { Inference } from '../../inference'
import type { JobKind } from '../../jobs'
import type { Made } from '../clip-work'
import { placeFiles } from '../place-files'
import { soundSchema } from './sound-schema'

export const VOICE = 'clips/voice'

const modelSchema = z.strictObject({
  path: z.string(),
  sha256: z.string().optional(),
  title: z.string(),
})
export type VoiceModel = z.infer<typeof modelSchema>

const inputSchema = z.strictObject({
  name: z.string().max(255),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  sound: soundSchema,
  threshold: z.number().min(0.05).max(0.95),
  fade: z.number().min(0).max(1),
  model: modelSchema.optional(),
})

const spans = z.array(z.object({ from: z.number().min(0), to: z.number().min(0) }))
const foundSchema = z.object({ detector: z.string(), reason: z.string().optional(), spans })
const splitSchema = z.object({ voice: z.string(), rest: z.string() })

/** Finds where somebody speaks, and writes those stretches and what is between them to `<media>/<key>/`. */
export function voiceKind(
  inference: Pick<Inference, 'run'>,
  media: string,
): JobKind<z.infer<typeof inputSchema>, Made> {
  return {
    kind: VOICE,
    lane: 'analysis',
    input: inputSchema,
    title: ({ name }) => `Voice in “${name}”`,
    key: ({ key }) => key,
    memory: () => 128 * 1024 * 1024,
    async run({ input, folder, ...context }) {
      const { sound, threshold, fade, model, key } = input
      const file = model && {
        path: model.path,
        ...(model.sha256 !== undefined && { sha256: model.sha256 }),
      }
      const heard = await inference.run({
        pipeline: 'voice/find',
        input: { sound, threshold, ...(file && { model: file }) },
        folder,
        ...context,
        progress: (done, stage) => context.progress(done * 0.8, stage),
      })
      if (!heard.ok) return err({ ...heard.error, retryable: true })
      const found = foundSchema.safeParse(heard.value)
      if (!found.success) return unknownForm()
      const { detector, reason } = found.data
      context.log(reason === undefined ? `Listened with ${detector}.` : `${detector}: ${reason}`)
      const split = await inference.run({
        pipeline: 'voice/split',
        input: { sound, spans: found.data.spans, fade },
        folder,
        ...context,
        progress: (done, stage) => context.progress(0.8 + done * 0.2, stage),
      })
      if (!split.ok) return err({ ...split.error, retryable: true })
      const files = splitSchema.safeParse(split.value)
      if (!files.success) return unknownForm()
      const placed = await placeFiles(folder, join(media, key), files.data)
      if (!placed.ok) return err({ ...placed.error, retryable: true })
      const by = detector === 'silero' ? (model?.title ?? 'Silero VAD') : 'Energy (no model)'
      return ok({ clips: placed.value, spans: found.data.spans, by })
    },
  }
}

const unknownForm = () => err(fail('internal', 'The voice was told in an unknown form.'))
