import { z } from 'zod'

/** A sound as it was decoded into the cache: raw interleaved f32. */
export const soundSchema = z.strictObject({
  path: z.string(),
  sampleRate: z.int(),
  channels: z.int(),
  frames: z.int(),
})
export type DecodedInput = z.infer<typeof soundSchema>
