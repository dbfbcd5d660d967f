import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { JobFailure, JobKind } from '../jobs'
import { attempt, moveOnce, readFailure, writeDurably, writeFailure } from '../kit'

/** Counts up whenever the same sound would give other stems. */
const VERSION = 1
export const SEPARATE = 'stems/separate'
/** What people read where no model did it. */
export const BY_SHAPE = 'Shape, pitch and place (no model)'

export const separateInputSchema = z.strictObject({
  /** Of the sound's file. */
  sha256: z.string().length(64),
  name: z.string().max(255),
  /** The sound as it was decoded into the cache: raw interleaved f32. */
  sound: z.strictObject({
    path: z.string(),
    sampleRate: z.int(),
    channels: z.int(),
    frames: z.int(),
  }),
  /**
   * Which parts: those of shape alone (what sounds on and what strikes), or voice, drums, bass and the rest, or drums and
   * the rest.
   */
  into: z.enum(['shapes', 'four', 'two']).default('shapes'),
  /** HT-Demucs; shape, pitch and place decide without it. */
  model: z
    .strictObject({ path: z.string(), sha256: z.string().optional(), title: z.string() })
    .optional(),
})
export type SeparateInput = z.infer<typeof separateInputSchema>
/** The model that takes sounds apart, where there is one. */
export type SeparationModel = NonNullable<SeparateInput['model']>

export const stemsSchema = z.object({
  stems: z.array(z.object({ name: z.string(), path: z.string() })),
  /** Who took it apart, in words. */
  by: z.string().optional(),
})
export type StemFiles = z.infer<typeof stemsSchema>

const answerSchema = z.object({ stems: z.array(z.object({ name: z.string(), file: z.string() })) })
/** The checkpoint once all files are whole. */
const placingSchema = z.object({ placing: answerSchema })

/** The name under which the stems of a sound are kept. */
function nameOf({ sha256, into, model }: SeparateInput): string {
  const by = model === undefined ? '' : `-${model.sha256?.slice(0, 16) ?? 'model'}`
  return `${sha256}-${VERSION}${into === 'shapes' ? '' : `-${into}`}${by}`
}

/**
 * The job that takes a sound apart. Its files go to `<media>/stems/<hash of the sound>-<version>/`, with `stems.json` written
 * last: where that stands, the work was done before and is not done again.
 */
export function separateKind({
  inference,
  media,
}: {
  readonly inference: Pick<Inference, 'run'>
  readonly media: string
}): JobKind<SeparateInput, StemFiles> {
  return {
    kind: SEPARATE,
    lane: 'stems',
    input: separateInputSchema,
    title: ({ name }) => `Stems of “${name}”`,
    key: nameOf,
    // Spectra and magnitudes of one segment of two channels; the network takes more.
    memory: ({ model }) => (model === undefined ? 256 : 2048) * 1024 * 1024,
    async run({ input, folder, ...context }) {
      const target = join(media, 'stems', nameOf(input))
      const before = await readStems(target)
      if (before !== undefined) return ok(before)
      const { sound, into, model } = input
      const by = model?.title ?? BY_SHAPE
      const finished = placingSchema.safeParse(context.checkpoint)
      if (finished.success) return place(folder, target, finished.data.placing, by)
      const done = await inference.run({
        ...(model === undefined
          ? { pipeline: 'stems/shape', input: { sound, into } }
          : { pipeline: 'stems/demucs', input: { sound, into, model } }),
        folder,
        ...context,
      })
      if (!done.ok) return err(retryable(done.error))
      const answer = answerSchema.safeParse(done.value)
      if (!answer.success) return err(fail('internal', 'The stems were told in an unknown form.'))
      // Some of the files may have moved when the next process looks: it must not go on writing them.
      if (!context.save({ placing: answer.data })) {
        return err(fail('job-stopped', 'The job is not its own any more.'))
      }
      return place(folder, target, answer.data, by)
    },
  }
}

/** Gives the finished files their place. Done twice, it does the same. */
async function place(
  folder: string,
  target: string,
  { stems }: z.infer<typeof answerSchema>,
  by: string,
): Promise<Result<StemFiles, JobFailure>> {
  const placed = await attempt(
    async () => {
      await mkdir(target, { recursive: true })
      for (const { file } of stems) await moveOnce(join(folder, file), join(target, file))
    },
    errno => writeFailure(errno, target),
  )
  if (!placed.ok) return err({ ...placed.error, retryable: true })
  const files = { stems: stems.map(({ name, file }) => ({ name, path: join(target, file) })), by }
  const noted = await writeDurably(join(target, 'stems.json'), JSON.stringify(files))
  return noted.ok ? ok(files) : err({ ...noted.error, retryable: true })
}

async function readStems(target: string): Promise<StemFiles | undefined> {
  const path = join(target, 'stems.json')
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  if (!text.ok) return undefined
  try {
    return stemsSchema.safeParse(JSON.parse(text.value)).data
  } catch {
    return undefined
  }
}

/** What is wrong with the input stays wrong; all else may end well next time. */
function retryable(failure: JobFailure): JobFailure {
  return { ...failure, retryable: failure.code !== 'job-input-invalid' }
}
