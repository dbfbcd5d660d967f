import { mkdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { TRANSCRIBE, transcriptSchema, type Transcript } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { JobContext, JobFailure, JobKind } from '../jobs'
import { attempt, readFailure, sha256, sha256OfFile, writeDurably, writeFailure } from '../kit'
import type { LibraryService } from '../library'
import type { Models } from '../models'
import { mayMend, providerName, type AskProviders } from '../services'
import { WHISPER } from './built-in/speech'
import { clipOf, type RawClip } from './clip-files'

const inputSchema = z.strictObject({
  /** A sound file. */
  path: z.string().min(1).max(4096),
  name: z.string().max(255).optional(),
  /** Such as `en`; found out where it is left out. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional(),
  /** `translate` writes English, whatever is spoken. */
  task: z.enum(['transcribe', 'translate']).default('transcribe'),
  provider: providerName.default('whisper'),
})
type TranscribeInput = z.infer<typeof inputSchema>

export interface TranscribeParts {
  readonly providers: AskProviders
  readonly inference: Pick<Inference, 'run'>
  readonly models: Pick<Models, 'ready'>
  readonly library: Pick<LibraryService, 'decodeOnce'>
  /** Where what was written down is kept, by the sound and who wrote it. */
  readonly folder: string
}

const keptSchema = transcriptSchema.omit({ path: true })

/** Writes down what is said in a sound, into a text file with a line for each stretch. */
export function transcribeKind(parts: TranscribeParts): JobKind<TranscribeInput, Transcript> {
  return {
    kind: TRANSCRIBE,
    lane: 'speech',
    input: inputSchema,
    title: ({ path, name }) => `Words of “${name ?? basename(path)}”`,
    key: input => JSON.stringify(input),
    // Weights of 8 bits, and what is heard of half a minute.
    memory: () => 1e9,
    async run(context) {
      const { path, name: _name, ...how } = context.input
      const hash = await attempt(
        () => sha256OfFile(path),
        errno => readFailure(errno, path),
      )
      if (!hash.ok) return err({ ...hash.error, retryable: false })
      const version = await versionOf(parts, how.provider)
      if (!version.ok) return mayMend(version.error)
      const id = sha256(Buffer.from(JSON.stringify([hash.value, how, version.value]))).slice(0, 32)
      const text = join(parts.folder, `${id}.txt`)
      const before = context.checkpoint === undefined ? await kept(parts.folder, id) : undefined
      if (before !== undefined) return ok({ ...before, path: text })
      const heard = await hear(parts, context)
      if (!heard.ok) return mayMend(heard.error)
      const written = await keep(parts.folder, id, heard.value)
      return written.ok
        ? ok({ ...heard.value, path: text })
        : err({ ...written.error, retryable: true })
    },
  }
}

type Heard = Omit<Transcript, 'path'>

async function versionOf({ models }: TranscribeParts, provider: string): Promise<Result<string>> {
  if (provider !== 'whisper') return ok('')
  const ready = await models.ready(WHISPER)
  if (!ready.ok) return ready
  return ok(
    Object.values(ready.value.files)
      .map(file => file.sha256)
      .join(' '),
  )
}

async function hear(
  { providers, inference, models, library }: TranscribeParts,
  { input, folder, ...context }: JobContext<TranscribeInput>,
): Promise<Result<Heard>> {
  const { path, language, task, provider } = input
  context.progress(0, 'Reading the sound')
  const decoded = await library.decodeOnce(path, join(folder, 'sound.f32'))
  if (!decoded.ok) return decoded
  const { sampleRate, channels, frames } = decoded.value
  const sound: RawClip = { path: decoded.value.path, sampleRate, channels, frames }
  const told = { ...(language !== undefined && { language }) }
  if (provider !== 'whisper') {
    const clip = await clipOf(sound)
    if (!clip.ok) return clip
    const said = await providers.ask('stt', provider, writer =>
      writer.transcribe(clip.value, language, context),
    )
    return said.ok ? ok({ ...told, by: provider, segments: [...said.value] }) : said
  }
  const ready = await models.ready(WHISPER)
  if (!ready.ok) return ready
  const { files, title } = ready.value
  // As a pipeline it goes on from the last half minute, however long the sound is.
  const done = await inference.run({
    ...{ pipeline: 'speech/whisper', input: { sound, files, task, ...told }, folder },
    ...context,
  })
  if (!done.ok) return done
  const heard = keptSchema.omit({ by: true }).safeParse(done.value)
  if (heard.success) return ok({ ...heard.data, by: title })
  return err(fail('internal', 'The words were told in an unknown form.'))
}

async function kept(folder: string, id: string): Promise<Heard | undefined> {
  const path = join(folder, `${id}.json`)
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  if (!text.ok) return undefined
  try {
    return keptSchema.safeParse(JSON.parse(text.value)).data
  } catch {
    return undefined
  }
}

async function keep(folder: string, id: string, heard: Heard): Promise<Result<void, JobFailure>> {
  const made = await attempt(
    () => mkdir(folder, { recursive: true }),
    errno => writeFailure(errno, folder),
  )
  if (!made.ok) return made
  const lines = heard.segments.map(({ start, text }) => `${clockOf(start)}  ${text}\n`)
  const text = await writeDurably(join(folder, `${id}.txt`), lines.join(''))
  // The second one says that it is done.
  return text.ok ? writeDurably(join(folder, `${id}.json`), JSON.stringify(heard)) : text
}

/** 1:02.5 */
export function clockOf(seconds: number): string {
  const tenths = Math.round(seconds * 10)
  const minutes = Math.floor(tenths / 600)
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`
}
