import { join, resolve } from 'node:path'
import { TRANSCRIBE, transcriptSchema, type Transcript } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { appPaths, silentLog } from '../../../kit'
import { clockOf, transcribeKind } from '../../../providers'
import { oneLine, type Io } from '../io'
import { withModels } from './models/open-models'
import { watchJob } from './models/watch-job'
import { openProviders } from './providers/open-providers'

export interface TranscribeFlags {
  readonly file: string
  readonly language?: string
  readonly translate?: boolean
  readonly provider: string
  readonly json?: boolean
}

/** `wireharp transcribe`: what is said in a sound file, with times. It is the job that the app would make. */
export async function transcribe(io: Io, flags: TranscribeFlags): Promise<number> {
  const { file, language, translate = false, provider } = flags
  const folder = join(appPaths(io.env).data, 'media', 'transcripts')
  await using own = openProviders(io.env, silentLog)
  const { hub, inference, library } = own
  return withModels(
    io,
    async ({ jobs, models }) => {
      using _kind = jobs.register(
        transcribeKind({ providers: hub, inference, models, library, folder }),
      )
      const begun = jobs.create(TRANSCRIBE, {
        path: resolve(file),
        task: translate ? 'translate' : 'transcribe',
        provider,
        ...(language !== undefined && { language }),
      })
      if (!begun.ok) return begun
      const ended = await watchJob(io, jobs, begun.value.id)
      return ended.ok ? transcriptOf(ended.value.result) : ended
    },
    transcript => {
      if (flags.json === true) io.out(JSON.stringify(transcript, undefined, 2))
      else for (const line of linesOf(transcript)) io.out(line)
    },
  )
}

function transcriptOf(result: unknown): Result<Transcript> {
  const parsed = transcriptSchema.safeParse(result)
  if (parsed.success) return ok(parsed.data)
  return err(fail('internal', 'The job told its words in an unknown form.'))
}

function linesOf({ segments }: Transcript): string[] {
  if (segments.length === 0) return ['Nobody says anything.']
  return segments.map(({ start, text }) => `${clockOf(start).padStart(8)}  ${oneLine(text)}`)
}
