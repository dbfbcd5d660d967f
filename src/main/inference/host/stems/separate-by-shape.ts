import { join } from 'node:path'
import { z } from 'zod'
import { ok } from '#shared/kit'
import { pipeline, stopped } from '../pipeline'
import { rawSoundSchema, SoundReader, WavParts, type RawSound } from '../sound'
import { HOP, MARGIN, maskedParts } from './harmonic'
import { bassMask, middleMask } from './place-masks'

/** Which parts are made. Of `four` and `two` the names are those of a model's stems. */
export const intoSchema = z.enum(['shapes', 'four', 'two']).default('shapes')
type Into = z.infer<typeof intoSchema>

const inputSchema = z.object({ sound: rawSoundSchema, into: intoSchema })
const checkpointSchema = z.object({ done: z.int().min(0) })

/** Frames of a segment: nearly six seconds at 44.1 kHz. */
const SEGMENT = 256 * HOP

/** Files in the job's folder, of the sound's rate, channels and length; their sum is the sound, to the bit of a rounding. */
export const shapesSchema = z.object({
  stems: z.array(z.object({ name: z.string(), file: z.string() })),
})

const names: Readonly<Record<Into, readonly string[]>> = {
  shapes: ['Harmonic', 'Percussive'],
  two: ['Other', 'Drums'],
  four: ['Other', 'Drums', 'Bass', 'Vocals'],
}

/**
 * Separates a sound without a model: into what sounds on and what strikes; of the tones also into those that are low and those in
 * the middle. Each segment is made from the sound alone, so whoever was stopped goes on with the next one, and the files are
 * the same to the bit.
 */
export const separateByShape = pipeline(
  'stems/shape',
  inputSchema,
  async ({ sound, into }, { signal, folder, checkpoint, save, progress, log, parts: tell }) => {
    const { frames, channels } = sound
    const segments = Math.ceil(frames / SEGMENT)
    const before = checkpointSchema.safeParse(checkpoint)
    const begun = before.success ? before.data.done : 0
    const stems = names[into].map(name => ({ name, file: `${name.toLowerCase()}.wav` }))
    await using open = new AsyncDisposableStack()
    const source = open.use(await SoundReader.open(sound))
    const files: WavParts[] = []
    for (const { file } of stems) {
      files.push(open.use(await WavParts.open(join(folder, file), sound, begun === 0)))
    }
    const tellOf = (done: number) =>
      tell?.(
        stems.map(({ name, file }, index) => ({
          name: name.toLowerCase(),
          file,
          start: files[index]?.start ?? 0,
          sampleRate: sound.sampleRate,
          channels,
          frames: Math.min(frames, done * SEGMENT),
          of: frames,
        })),
      )
    if (begun > 0) tellOf(begun)
    for (let segment = begun; segment < segments; segment++) {
      if (signal.aborted) return stopped()
      progress(segment / segments, `Segment ${segment + 1} of ${segments}`)
      const from = segment * SEGMENT
      const span = await source.read(from - MARGIN, SEGMENT + 2 * MARGIN)
      const parts = partsOf(span, sound, into)
      const kept = Math.min(SEGMENT, frames - from) * channels
      for (const [index, file] of files.entries()) {
        const part = parts[index]
        if (part !== undefined) await file.write(from, part.subarray(0, kept))
      }
      save({ done: segment + 1 })
      tellOf(segment + 1)
      if (segment === begun) log(`From segment ${begun + 1} of ${segments}.`)
    }
    return ok({ stems })
  },
)

/** In the order of their names. */
function partsOf(
  span: Float32Array,
  { channels, sampleRate }: RawSound,
  into: Into,
): readonly Float32Array[] {
  const masks = into === 'four' ? [bassMask(sampleRate), middleMask(sampleRate)] : []
  const [tones = new Float32Array(0), ...taken] = maskedParts(span, channels, SEGMENT, masks)
  const strokes = tones.map((tone, index) => (span[index + MARGIN * channels] ?? 0) - tone)
  const rest = tones.map((tone, index) =>
    taken.reduce((left, part) => left - (part[index] ?? 0), tone),
  )
  return [rest, strokes, ...taken]
}
