import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { JobContext, JobFailure, JobKind } from '../../jobs'
import { attempt, oneLine, writeFailure } from '../../kit'
import {
  serviceRequestSchema,
  type AiService,
  type ServiceJob,
  type ServiceManifest,
  type ServiceRequest,
} from '../service'
import { isCode } from './http-service'

export interface ServedResult {
  readonly result?: unknown
  readonly files: readonly { readonly name: string; readonly path: string }[]
}

/** How often it is asked how far it is, and how often it may not answer in a row, in milliseconds. */
const ASK_MS = 250
const MOST_SILENT = 20
/** Nothing runs for ever: a service that works on one job for longer is given up. */
const LONGEST_MS = 6 * 3_600_000

const checkpointSchema = z.object({ job: z.string() })

/** Work of a service as a job of ours: its state, progress and failures are the job’s, and cancelling reaches it. */
export function serviceKind({
  manifest,
  service,
  media,
  askMs = ASK_MS,
}: {
  readonly manifest: ServiceManifest
  readonly service: AiService
  readonly media: string
  readonly askMs?: number
}): JobKind<ServiceRequest, ServedResult> {
  const kind = `service/${manifest.id}`
  return {
    kind,
    lane: kind,
    input: serviceRequestSchema,
    title: ({ path }) =>
      path === undefined ? manifest.name : `${manifest.name}: ${path.split(/[/\\]/).at(-1) ?? ''}`,
    async run(context) {
      const begun = await begin(service, context)
      if (!begun.ok) return mayMend(begun)
      const id = begun.value
      const ended = await follow(service, id, context, askMs)
      if (context.signal.aborted) {
        // It is told, and not waited for: there are 200 ms to return in.
        void service.cancel(id)
        return err(fail('job-stopped', 'It was stopped.'))
      }
      if (!ended.ok) return mayMend(ended)
      return deliver(service, ended.value, context, join(media, 'services', context.id))
    },
  }
}

/** The job that was begun before, where the service still has it, or a new one. */
async function begin(
  service: AiService,
  { input, checkpoint, save, signal, log }: JobContext<ServiceRequest>,
): Promise<Result<string>> {
  const before = checkpointSchema.safeParse(checkpoint)
  if (before.success) {
    const held = await service.show(before.data.job)
    const goesOn = held.ok && !['failed', 'cancelled'].includes(held.value.status)
    if (goesOn) return ok(before.data.job)
    if (!held.ok && held.error.code === 'service-offline') return held
  }
  const made = await service.create(input, signal)
  if (!made.ok) return made
  log(`The service took it as ${made.value.id}.`)
  save({ job: made.value.id })
  return ok(made.value.id)
}

async function follow(
  service: AiService,
  id: string,
  { signal, progress, log }: JobContext<ServiceRequest>,
  askMs: number,
): Promise<Result<ServiceJob, JobFailure>> {
  const until = performance.now() + LONGEST_MS
  let silent = 0
  let stage = ''
  while (!signal.aborted && performance.now() < until) {
    const said = await service.show(id)
    if (said.ok) {
      silent = 0
      const { status, progress: done, error } = said.value
      if (said.value.stage !== undefined && said.value.stage !== stage) {
        ;({ stage } = said.value)
        log(oneLine(stage))
      }
      progress(done, stage === '' ? undefined : oneLine(stage))
      if (status === 'completed') return ok(said.value)
      if (status === 'cancelled') {
        return err({ ...fail('job-stopped', 'The service cancelled it.'), retryable: true })
      }
      if (status === 'failed') {
        const { code = '', message = '', retryable = true } = error ?? {}
        const known = isCode(code) ? code : 'service-job-failed'
        return err({ ...fail(known, oneLine(message).slice(0, 300)), retryable })
      }
    } else if (said.error.code !== 'service-offline' || ++silent >= MOST_SILENT) return said
    await wait(askMs, undefined, { signal }).catch(() => undefined)
  }
  return err({ ...fail('service-offline', 'The service did not come to an end.'), retryable: true })
}

/** Files come into the job’s folder first; done twice, it does the same. */
async function deliver(
  service: AiService,
  { id, files, result }: ServiceJob,
  { folder, signal }: JobContext<ServiceRequest>,
  target: string,
): Promise<Result<ServedResult, JobFailure>> {
  for (const file of files) {
    const fetched = await service.fetch(id, file, join(folder, file), signal)
    if (!fetched.ok) return mayMend(fetched)
  }
  const placed = await attempt(
    async () => {
      await mkdir(target, { recursive: true })
      for (const file of files) await rename(join(folder, file), join(target, file))
    },
    errno => writeFailure(errno, target),
  )
  if (!placed.ok) return mayMend(placed)
  const made = files.map(name => ({ name, path: join(target, name) }))
  return ok({ ...(result !== undefined && { result }), files: made })
}

const lasting = new Set([
  'job-input-invalid',
  'request-invalid',
  'path-refused',
  'service-token-wrong',
])

function mayMend(failed: { readonly error: JobFailure }): Result<never, JobFailure> {
  const { error } = failed
  return err({ ...error, retryable: error.retryable ?? !lasting.has(error.code) })
}
