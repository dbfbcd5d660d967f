import { z } from 'zod'

/** The work of a node whose plugin does it itself. */
export const OWN_WORK = 'own'

/** A node that makes finished sounds of finished sounds, as a job: it has no part in what plays. */
export const jobDspSchema = z
  .strictObject({
    form: z
      .literal('job')
      .describe('Work that makes clips: its results play, the node itself does not.'),
    work: z
      .string()
      .max(60)
      .regex(/^[a-z]+(-[a-z]+)*$/, 'lower-case words joined by “-”')
      .describe(
        'Which work: of the app `separate`, `generate`, `freeze`, `pitch`, `voice`, `words` or `speak`; `own` is the plugin’s, `works.<node>` of its code.',
      ),
    hears: z
      .strictObject({
        sampleRate: z.int().min(4000).max(192_000).describe('Hz.'),
        channels: z.union([z.literal(1), z.literal(2)]).describe('Mono or stereo.'),
      })
      .optional()
      .describe('As what an `own` work gets its clips, and makes others.'),
  })
  .refine(({ work, hears }) => (work === OWN_WORK) === (hears !== undefined), {
    message: 'the work “own” says what it “hears”, and no other does',
    path: ['hears'],
  })
export type JobDsp = z.infer<typeof jobDspSchema>
