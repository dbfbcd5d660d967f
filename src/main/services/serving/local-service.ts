import { copyFile, mkdir, realpath, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, newId, ok, type Failure, type Result } from '#shared/kit'
import { attempt, isBelow, readFailure, writeFailure } from '../../kit'
import type { AiService, ServiceJob, ServiceManifest, ServiceRequest } from '../service'

/** What a piece of served work has while it runs. */
export interface ServedTask {
  /** The real path of the file that it is about. */
  readonly path: string | undefined
  readonly params: Readonly<Record<string, unknown>>
  /** Where its files go. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly progress: (done: number, stage?: string) => void
}

export interface ServedWork {
  readonly manifest: Omit<ServiceManifest, 'uploads' | 'models' | 'limits'> & {
    readonly models?: string[]
  }
  readonly device?: string
  /** What is wrong with a request, told before a job is made of it. */
  check(request: ServiceRequest): Failure | undefined
  /** Files lie in the task’s folder when it returns. */
  run(task: ServedTask): Promise<Result<{ result?: unknown; files: readonly string[] }>>
}

export interface LocalServiceParts {
  readonly work: ServedWork
  /** Of its own; what lies within goes with the service. */
  readonly folder: string
  /** Folders that paths may lead into. */
  readonly roots: readonly string[]
  readonly reportBug: (error: unknown) => void
}

export interface LocalService extends AiService, AsyncDisposable {
  /** Where sounds that come over the wire are put; it counts as a root. */
  readonly inbox: string
}

const MOST_WAITING = 10
/** Jobs that have ended are remembered, with their files, until so many came after them. */
const KEPT = 20

interface Held {
  job: ServiceJob
  readonly request: ServiceRequest
  readonly folder: string
  readonly abort: AbortController
}

/** Serves work of this process: one job at a time, ten may wait. */
export function createLocalService(parts: LocalServiceParts): LocalService {
  const { work, folder, roots, reportBug } = parts
  const inbox = join(folder, 'inbox')
  const jobs = new Map<string, Held>()
  let running: Promise<void> | undefined

  function find(id: string): Result<Held> {
    const held = jobs.get(id)
    return held === undefined ? err(fail('job-unknown', 'There is no such job.')) : ok(held)
  }

  function next(): void {
    if (running !== undefined) return
    const held = [...jobs.values()].find(({ job }) => job.status === 'pending')
    if (held === undefined) return
    running = runOne(held).finally(() => {
      running = undefined
      next()
    })
  }

  async function runOne(held: Held): Promise<void> {
    held.job = { ...held.job, status: 'processing' }
    const ended = await outcome(held)
    // Cancelled is cancelled, whatever came of it meanwhile.
    if (held.job.status === 'processing') held.job = ended
    if (held.job.status !== 'completed') await rm(held.folder, { recursive: true, force: true })
    await sweep()
  }

  async function outcome({ job, request, folder: own, abort }: Held): Promise<ServiceJob> {
    const failed = ({ code, message }: Failure, retryable: boolean): ServiceJob => ({
      ...job,
      status: 'failed',
      error: { code, message, retryable },
    })
    try {
      await mkdir(own, { recursive: true })
      const done = await work.run({
        path: request.path,
        params: request.params,
        folder: own,
        signal: abort.signal,
        progress: (progress, stage) => {
          const held = jobs.get(job.id)
          if (held?.job.status !== 'processing') return
          held.job = { ...held.job, progress: Math.min(1, Math.max(0, progress)), stage }
        },
      })
      if (!done.ok) return failed(done.error, done.error.code !== 'job-input-invalid')
      const { result, files } = done.value
      return { ...job, status: 'completed', progress: 1, result, files: [...files] }
    } catch (error) {
      reportBug(error)
      return failed(fail('job-crashed', 'The work ended in an error of its own.'), true)
    }
  }

  async function sweep(): Promise<void> {
    const over = [...jobs.values()].filter(
      ({ job }) => job.status !== 'pending' && job.status !== 'processing',
    )
    for (const old of over.slice(0, Math.max(0, over.length - KEPT))) {
      jobs.delete(old.job.id)
      await rm(old.folder, { recursive: true, force: true })
    }
  }

  async function allowed(path: string): Promise<Result<string>> {
    const found = await attempt(
      async () => {
        const real = await realpath(path)
        const into = await Promise.all([inbox, ...roots].map(root => realOf(root)))
        return { real, isIn: into.some(root => isBelow(root, real)), info: await stat(real) }
      },
      errno => readFailure(errno, 'such file'),
    )
    if (!found.ok) return found
    const { real, isIn, info } = found.value
    // One sentence for both: whoever asks learns nothing of what lies elsewhere.
    if (isIn && info.isFile()) return ok(real)
    return err(fail('path-refused', 'The file does not lie in a folder that this service reads.'))
  }

  return {
    inbox,
    manifest: async () =>
      ok({
        models: [],
        ...work.manifest,
        limits: { running: 1, waiting: MOST_WAITING },
        uploads: true,
      }),
    health: async () =>
      ok({
        status: running === undefined ? 'ok' : 'busy',
        memory: process.memoryUsage.rss(),
        activeJobs: [...jobs.values()].filter(({ job }) => job.status === 'processing').length,
        device: work.device ?? 'cpu',
      }),
    async create(request) {
      const waiting = [...jobs.values()].filter(({ job }) => job.status === 'pending').length
      if (waiting >= MOST_WAITING) {
        return err(fail('queue-full', `${waiting} jobs wait at this service.`))
      }
      const wrong = work.check(request)
      if (wrong !== undefined) return err(wrong)
      const real = request.path === undefined ? ok(undefined) : await allowed(request.path)
      if (!real.ok) return real
      const id = newId()
      jobs.set(id, {
        job: { id, status: 'pending', progress: 0, files: [] },
        request: { ...request, path: real.value },
        folder: join(folder, id),
        abort: new AbortController(),
      })
      next()
      return ok({ id })
    },
    async show(id) {
      const held = find(id)
      return held.ok ? ok(held.value.job) : held
    },
    async cancel(id) {
      const held = find(id)
      if (!held.ok) return held
      const { job, abort } = held.value
      if (job.status === 'pending' || job.status === 'processing') {
        held.value.job = { ...job, status: 'cancelled' }
        abort.abort()
      }
      return ok(held.value.job)
    },
    async fetch(id, file, target) {
      const held = find(id)
      if (!held.ok) return held
      if (!held.value.job.files.includes(file)) {
        return err(fail('file-not-found', `The job made no file “${file}”.`))
      }
      return attempt(
        () => copyFile(join(held.value.folder, file), target),
        errno => writeFailure(errno, target),
      )
    },
    async [Symbol.asyncDispose]() {
      for (const held of jobs.values()) {
        if (held.job.status === 'pending') held.job = { ...held.job, status: 'cancelled' }
        held.abort.abort()
      }
      await running
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const realOf = async (folder: string): Promise<string> => {
  const real = await attempt(
    () => realpath(folder),
    errno => readFailure(errno, folder),
  )
  return real.ok ? real.value : folder
}
