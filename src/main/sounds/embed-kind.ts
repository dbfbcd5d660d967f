import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { JobFailure, JobKind } from '../jobs'
import type { DecodedSound } from '../library'
import type { Store } from '../store'
import type { EmbeddingProviders } from './providers'

export const EMBED = 'library/embed'

const inputSchema = z.strictObject({ modelVersion: z.string().max(200) })
const checkpointSchema = z.object({ after: z.int() })

export interface EmbedParts {
  readonly store: Pick<Store, 'embeddings' | 'tracks'>
  readonly providers: EmbeddingProviders
  /** The sound of a file, decoded. */
  readonly decode: (sha256: string, path: string) => Promise<Result<DecodedSound>>
  readonly changed: () => void
}

interface EmbedReport {
  readonly embedded: number
  readonly skipped: number
}

/**
 * The job that gives every sound a vector of one model: after a model came, or a new version of it. Vectors of other
 * versions stay where they are and are never compared with these.
 */
export function embedKind(parts: EmbedParts): JobKind<z.infer<typeof inputSchema>, EmbedReport> {
  return {
    kind: EMBED,
    lane: 'library',
    input: inputSchema,
    title: ({ modelVersion }) => `Vectors of ${modelVersion}`,
    key: ({ modelVersion }) => modelVersion,
    memory: () => 512 * 1024 * 1024,
    async run({ input, signal, folder, checkpoint, save, progress, log }) {
      const { store, providers } = parts
      const { modelVersion } = input
      const provider = providers.all.find(one => one.modelVersion === modelVersion)
      if (provider === undefined) {
        return err(fail('embedding-missing', `${modelVersion} is not here.`))
      }
      const total = store.tracks.count()
      const have = store.embeddings.count(modelVersion)
      if (!total.ok || !have.ok) return total.ok ? (have.ok ? ok(none) : have) : total
      const before = checkpointSchema.safeParse(checkpoint)
      let after = before.success ? before.data.after : 0
      const report = { embedded: 0, skipped: 0 }
      for (;;) {
        const ids = store.embeddings.lacking(modelVersion, after, 50)
        if (!ids.ok) return retryable(ids)
        if (ids.value.length === 0) return ok(report)
        for (const id of ids.value) {
          const state = await provider.state()
          if (!state.ok) return err({ ...state.error, retryable: true })
          const done = await embedOne(id, provider, parts, { signal, folder })
          if (signal.aborted) return err(fail('job-stopped', 'It was stopped.'))
          if (done.ok) report.embedded++
          else {
            report.skipped++
            log(`Sound ${id}: ${done.error.message}`)
          }
          after = id
          const all = have.value + report.embedded + report.skipped
          progress(all / Math.max(1, total.value), `${all} of ${total.value} sounds`)
          if (!save({ after })) return err(fail('job-stopped', 'It is not this run’s any more.'))
        }
        parts.changed()
      }
    },
  }
}

const none: EmbedReport = { embedded: 0, skipped: 0 }

async function embedOne(
  id: number,
  provider: EmbeddingProviders['all'][number],
  { store, decode }: EmbedParts,
  task: { readonly signal: AbortSignal; readonly folder: string },
): Promise<Result<void>> {
  const track = store.tracks.get(id)
  const sha256 = store.tracks.hash(id)
  if (!track.ok) return track
  if (!sha256.ok) return sha256
  if (track.value === undefined || sha256.value === undefined || track.value.isMissing) {
    return err(fail('file-not-found', 'Its file is not there.'))
  }
  const sound = await decode(sha256.value, track.value.path)
  if (!sound.ok) return sound
  const embedded = await provider.embedSound(sound.value, task)
  if (!embedded.ok) return embedded
  const { modelVersion } = provider
  return store.embeddings.add(
    id,
    embedded.value.map(({ start, vector }) => ({ modelVersion, start, vector })),
  )
}

function retryable(result: { readonly error: JobFailure }): Result<never, JobFailure> {
  return err({ ...result.error, retryable: true })
}
