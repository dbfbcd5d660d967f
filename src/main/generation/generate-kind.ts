import { createHash } from 'node:crypto'
import { mkdir, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import {
  GENERATE_MUSIC,
  generationInputSchema,
  type GeneratedSound,
  type GenerationInput,
} from '#shared/contract'
import { err, fail, ok, type FailureCode, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { JobContext, JobFailure, JobKind } from '../jobs'
import { attempt, readFailure, sha256OfFile, writeFailure } from '../kit'
import type { Models } from '../models'
import { trackOf } from './track'

const answerSchema = z.object({
  file: z.string(),
  /** Its codes, by which it can be continued. */
  codes: z.string(),
  sampleRate: z.int(),
  frames: z.int(),
})

/** What the same again cannot mend. */
const final: ReadonlySet<FailureCode> = new Set([
  'job-input-invalid',
  'download-consent-required',
  'model-missing',
  'model-unknown',
  'model-refused',
  'inference-absent',
  'continue-unknown',
])

interface KindParts {
  readonly inference: Pick<Inference, 'run'>
  readonly models: Pick<Models, 'ready' | 'made'>
  /** Where finished pieces lie, by their names. */
  readonly tracks: string
}

/** The job that makes a piece of music. A piece that was made before is handed out. */
export function generateKind(parts: KindParts): JobKind<GenerationInput, GeneratedSound> {
  return {
    kind: GENERATE_MUSIC,
    lane: 'generation',
    input: generationInputSchema,
    title: ({ prompt }) => `“${prompt.length > 60 ? `${prompt.slice(0, 59)}…` : prompt}”`,
    key: ({ prompt, seconds, seed, model, continues }) =>
      seed === undefined
        ? crypto.randomUUID()
        : JSON.stringify([prompt, seconds, seed, model, continues]),
    // Weights of 8 bits, and keys and values of half a minute, twice.
    memory: () => 2e9,
    async run(context) {
      const made = await generate(parts, context)
      if (made.ok) return made
      return err({ ...made.error, retryable: !final.has(made.error.code) })
    },
  }
}

async function generate(
  { inference, models, tracks }: KindParts,
  { input, folder, ...context }: JobContext<GenerationInput>,
): Promise<Result<GeneratedSound, JobFailure>> {
  const { prompt, seconds, model, continues } = input
  const ready = await models.ready(model)
  if (!ready.ok) return ready
  const seed = input.seed ?? seedOf(context.id)
  const track = trackOf({ prompt, seconds, seed, model, version: ready.value.version, continues })
  const path = join(tracks, `${track}.wav`)
  const sound = { path, sampleRate: 32_000, seconds, seed, track, model }
  if (await isThere(path)) return ok({ ...sound, reused: true })
  const codesOf = (sha256: string) => join(tracks, 'codes', `${sha256}.codes`)
  const before = continues === undefined ? undefined : codesOf(continues)
  if (before !== undefined && !(await isThere(before))) {
    return err(fail('continue-unknown', 'The codes of that sound are not here.'))
  }
  const done = await inference.run({
    pipeline: 'generation/musicgen',
    input: { prompt, seconds, seed, files: ready.value.files, ...(before && { before }) },
    folder,
    ...context,
  })
  if (!done.ok) return done
  const answer = answerSchema.safeParse(done.value)
  if (!answer.success) return err(fail('internal', 'The sound was told in an unknown form.'))
  const { file, codes, sampleRate, frames } = answer.data
  const placed = await attempt(
    async () => {
      const from = join(folder, file)
      // Its licence is known before it can be found under its name.
      const sha256 = await sha256OfFile(from)
      const noted = await models.made(sha256, model)
      if (!noted.ok) return noted
      await mkdir(dirname(codesOf(sha256)), { recursive: true })
      await rename(join(folder, codes), codesOf(sha256))
      await rename(from, path)
      return ok()
    },
    errno => writeFailure(errno, path),
  )
  if (!placed.ok) return placed
  if (!placed.value.ok) return placed.value
  return ok({ ...sound, sampleRate, seconds: frames / sampleRate, reused: false })
}

/** A job without a seed has one of its own, the same after every interruption. */
function seedOf(job: string): number {
  return createHash('sha256').update(job).digest().readUInt32LE(0)
}

async function isThere(path: string): Promise<boolean> {
  const found = await attempt(
    () => stat(path),
    errno => readFailure(errno, path),
  )
  return found.ok && found.value.size > 0
}
