import { join } from 'node:path'
import { z } from 'zod'
import { ok } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { rawSoundSchema, SoundReader, WavParts } from '../sound'
import { harmonicPart, HOP, MARGIN } from './harmonic'

const inputSchema = z.object({ sound: rawSoundSchema })
const checkpointSchema = z.object({ done: z.int().min(0) })

/** Frames of a segment: nearly six seconds at 44.1 kHz. */
const SEGMENT = 256 * HOP

/** Files in the job's folder, of the sound's rate, channels and length; their sum is the sound, to the bit of a rounding. */
export const shapesSchema = z.object({
  stems: z.array(z.object({ name: z.string(), file: z.string() })),
})

/**
 * Separates a sound into what sounds on and what strikes, without a model. Each segment is made from the sound alone, so
 * whoever was stopped goes on with the next one, and the files are the same to the bit.
 */
export const separateByShape = pipeline(
  'stems/shape',
  inputSchema,
  async ({ sound }, { signal, folder, checkpoint, save, progress, log }) => {
    const { frames, channels } = sound
    const segments = Math.ceil(frames / SEGMENT)
    const before = checkpointSchema.safeParse(checkpoint)
    const begun = before.success ? before.data.done : 0
    await using source = await SoundReader.open(sound)
    await using harmonic = await WavParts.open(join(folder, 'harmonic.wav'), sound, begun === 0)
    await using percussive = await WavParts.open(join(folder, 'percussive.wav'), sound, begun === 0)
    for (let segment = begun; segment < segments; segment++) {
      if (signal.aborted) return stopped()
      progress(segment / segments, `Segment ${segment + 1} of ${segments}`)
      const from = segment * SEGMENT
      const span = await source.read(from - MARGIN, SEGMENT + 2 * MARGIN)
      const tones = harmonicPart(span, channels, SEGMENT)
      const strokes = tones.map((tone, index) => (span[index + MARGIN * channels] ?? 0) - tone)
      const kept = Math.min(SEGMENT, frames - from) * channels
      await harmonic.write(from, tones.subarray(0, kept))
      await percussive.write(from, strokes.subarray(0, kept))
      save({ done: segment + 1 })
      if (segment === begun) log(`From segment ${begun + 1} of ${segments}.`)
    }
    return ok({
      stems: [
        { name: 'Harmonic', file: 'harmonic.wav' },
        { name: 'Percussive', file: 'percussive.wav' },
      ],
    })
  },
)
