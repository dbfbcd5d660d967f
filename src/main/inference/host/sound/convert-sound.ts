import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { ok } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { rawSoundSchema, readAtRate } from './read-sound'

const inputSchema = z.object({
  sound: rawSoundSchema,
  sampleRate: z.int().min(1),
  channels: z.union([z.literal(1), z.literal(2)]),
  /** Name of the file in the job’s folder. */
  file: z.string().transform(name => basename(name)),
})

/** A decoded sound at another rate, as one channel or two: raw interleaved f32 in a file of the job. */
export const convertSound = pipeline(
  'sound/convert',
  inputSchema,
  async ({ sound, sampleRate, channels, file }, { signal, folder, progress }) => {
    const path = join(folder, file)
    await using to = await open(path, 'w')
    const wanted = Math.round((sound.frames * sampleRate) / sound.sampleRate)
    let frames = 0
    for await (const piece of readAtRate(sound, sampleRate, channels)) {
      if (signal.aborted) return stopped()
      await to.writeFile(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength))
      frames += piece.length / channels
      progress(wanted === 0 ? 1 : Math.min(1, frames / wanted), 'Reading the sound')
    }
    return ok({ path, sampleRate, channels, frames })
  },
)
