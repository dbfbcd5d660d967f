import { z } from 'zod'

/** A node that makes finished sounds of finished sounds, as a job: it has no part in what plays. */
export const jobDspSchema = z.strictObject({
  form: z
    .literal('job')
    .describe('Work of the app that makes clips: its results play, the node itself does not.'),
  work: z
    .string()
    .max(60)
    .regex(/^[a-z]+(-[a-z]+)*$/, 'lower-case words joined by “-”')
    .describe('Which work: `separate`, `generate`, `freeze`, `pitch` or `voice`.'),
})
export type JobDsp = z.infer<typeof jobDspSchema>
