import { z } from 'zod'
import { err, fail, ok } from '#shared/kit'
import type { Inference } from '../../inference'
import type { JobKind } from '../../jobs'
import type { Made } from '../clip-work'
import { madeSchema } from '../made-cache'
import { soundSchema } from './sound-schema'

export const PITCH = 'clips/pitch'

const inputSchema = z.strictObject({
  name: z.string().max(255),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  sound: soundSchema,
  lowest: z.number().min(20).max(5000),
  highest: z.number().min(20).max(5000),
  level: z.number().min(-120).max(0),
  shortest: z.number().min(0.01).max(2),
})

/** Writes down a melody. */
export function pitchKind(
  inference: Pick<Inference, 'run'>,
): JobKind<z.infer<typeof inputSchema>, Made> {
  return {
    kind: PITCH,
    lane: 'analysis',
    input: inputSchema,
    title: ({ name }) => `Notes of “${name}”`,
    key: ({ key }) => key,
    memory: () => 64 * 1024 * 1024,
    async run({ input: { sound, lowest, highest, level, shortest }, folder, ...context }) {
      const heard = await inference.run({
        pipeline: 'pitch/transcribe',
        input: { sound, lowest, highest, level, shortest },
        folder,
        ...context,
      })
      if (!heard.ok) return err({ ...heard.error, retryable: true })
      const made = madeSchema.pick({ notes: true }).safeParse(heard.value)
      return made.success
        ? ok({ clips: {}, notes: made.data.notes ?? [] })
        : err(fail('internal', 'The notes were told in an unknown form.'))
    },
  }
}
