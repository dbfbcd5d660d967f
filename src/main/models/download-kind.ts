import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type FailureCode, type Result } from '#shared/kit'
import type { JobContext, JobFailure, JobKind } from '../jobs'
import { attempt, writeFailure } from '../kit'
import { fetchFile, type Patience } from './fetch-file'
import type { Manifest } from './manifest'
import { lookAtFiles, type FileOnDisk } from './model-files'
import type { ModelStore } from './model-store'
import type { PartDisk } from './part-file'

export const DOWNLOAD = 'models/download'

export const downloadInputSchema = z.strictObject({ model: z.string().min(1).max(300) })
type DownloadInput = z.infer<typeof downloadInputSchema>

export interface Downloaded {
  readonly model: string
  readonly folder: string
}

/** What trying again cannot mend. */
const final: ReadonlySet<FailureCode> = new Set([
  'model-unknown',
  'download-consent-required',
  'job-input-invalid',
])

/** The job that brings a model here, file after file; what is there already is not fetched again. */
export function downloadKind(parts: {
  readonly store: ModelStore
  readonly title: (model: string) => string
  /** Models that running jobs need. */
  readonly inUse: () => Promise<ReadonlySet<string>>
  readonly disk?: PartDisk
  readonly patience?: Patience
}): JobKind<DownloadInput, Downloaded> {
  return {
    kind: DOWNLOAD,
    lane: 'download',
    input: downloadInputSchema,
    title: ({ model }) => `Download of ${parts.title(model)}`,
    key: ({ model }) => model,
    async run(context) {
      const done = await download(parts, context)
      if (done.ok) return done
      return err({ ...done.error, retryable: !final.has(done.error.code) })
    },
  }
}

async function download(
  { store, inUse, disk, patience }: Parameters<typeof downloadKind>[0],
  { input, signal, progress, log }: JobContext<DownloadInput>,
): Promise<Result<Downloaded, JobFailure>> {
  const found = await store.find(input.model)
  if (!found.ok) return found
  const manifest = found.value
  const info = await store.info(manifest.id)
  if (!info.ok) return info
  const { consentedAt, bytes, strategy, title } = info.value
  const answer = { model: manifest.id, folder: manifest.folder }
  if (strategy === 'bundled') return ok(answer)
  if (consentedAt === undefined) {
    return err(fail('download-consent-required', `Nobody agreed to download “${title}” yet.`))
  }
  const room = await store.makeRoom(manifest.id, bytes, await inUse())
  if (!room.ok) return room
  for (const model of room.value) log(`${model} was removed to make room.`)
  const made = await attempt(
    () => mkdir(manifest.folder, { recursive: true }),
    errno => writeFailure(errno, manifest.folder),
  )
  if (!made.ok) return made
  let before = 0
  for (const file of await lookAtFiles(manifest)) {
    const { name } = file.file
    if (!file.whole) {
      const stage = `Downloading ${name}`
      progress(before / bytes, stage)
      const fetched = await fetchFile({
        ...wishFor(manifest, file),
        sha256: await store.hashOf(manifest.id, file.file),
        signal,
        log: text => log(`${name}: ${text}`),
        onBytes: (held, total) =>
          progress(Math.min(0.99, (before + (file.file.bytes * held) / total) / bytes), stage),
        ...(disk && { disk }),
        ...(patience && { patience }),
      })
      if (!fetched.ok) return fetched
      log(`${name}: ${fetched.value.bytes} bytes, SHA-256 ${fetched.value.sha256}.`)
      const pinned = await store.pin(manifest.id, name, fetched.value.sha256)
      if (!pinned.ok) return pinned
    }
    before += file.file.bytes
  }
  return ok(answer)
}

function wishFor({ folder }: Manifest, { file }: FileOnDisk) {
  return { urls: file.urls, path: join(folder, file.name), bytes: file.bytes }
}
