import { parse } from 'secure-json-parse'
import { z } from 'zod'
import {
  GENERATE_MUSIC,
  generatedSoundSchema,
  type Call,
  type GenerationContract,
  type JobInfo,
  type JobsContract,
  type ModelsContract,
  type ServiceOf,
} from '#shared/contract'
import type { Result } from '#shared/kit'
import { rpcError, rpcErrorOf, type RpcError } from './rpc-errors'
import {
  completeParams,
  isRpcMethod,
  rpcMethods,
  type RpcEvent,
  type RpcMethod,
  type RpcStatus,
} from './rpc-schemas'

const MOST_LETTERS = 1_000_000
const MOST_IN_BATCH = 100
/** Milliseconds between two looks at the jobs of the session. */
const LOOK_MS = 100

const idSchema = z.union([z.string().max(1000), z.number(), z.null()])
const requestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.string().max(200),
  params: z.unknown().optional(),
  id: idSchema.optional(),
})
type Id = z.infer<typeof idSchema>

export interface RpcParts {
  readonly generation: ServiceOf<GenerationContract>
  readonly jobs: ServiceOf<JobsContract>
  readonly models: ServiceOf<ModelsContract>
  readonly send: (line: string) => void
}

/** One caller's conversation: requests in, answers and events out, each a line of JSON. Nothing that is said ends it. */
export class RpcSession implements Disposable {
  readonly #parts: RpcParts
  readonly #call: Call = { signal: new AbortController().signal }
  /** Jobs that were begun here and have not ended, and what was told of each last. */
  readonly #told = new Map<string, { started: boolean; percent: number }>()
  readonly #timer: NodeJS.Timeout

  constructor(parts: RpcParts) {
    this.#parts = parts
    this.#timer = setInterval(() => void this.look(), LOOK_MS)
    this.#timer.unref()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  /** Takes a line; what it answers is sent. A notification is not answered. */
  async hear(line: string): Promise<void> {
    if (line.trim() === '') return
    if (line.length > MOST_LETTERS) {
      this.#refuse(rpcError('INVALID_REQUEST', 'The message is longer than a million letters.'))
      return
    }
    const message = parsed(line)
    if (message === undefined) {
      this.#refuse(rpcError('PARSE_ERROR', 'The message is no JSON.'))
      return
    }
    if (!Array.isArray(message.value)) {
      const answer = await this.#answer(message.value)
      if (answer !== undefined) this.#parts.send(JSON.stringify(answer))
      return
    }
    const batch: readonly unknown[] = message.value
    if (batch.length === 0 || batch.length > MOST_IN_BATCH) {
      this.#refuse(rpcError('INVALID_REQUEST', `A batch has 1 to ${MOST_IN_BATCH} requests.`))
      return
    }
    const answers: object[] = []
    for (const request of batch) {
      const answer = await this.#answer(request)
      if (answer !== undefined) answers.push(answer)
    }
    if (answers.length > 0) this.#parts.send(JSON.stringify(answers))
  }

  async #answer(message: unknown): Promise<object | undefined> {
    const request = requestSchema.safeParse(message)
    if (!request.success) {
      const id = z.object({ id: idSchema }).safeParse(message).data?.id ?? undefined
      return failed(id, rpcError('INVALID_REQUEST', 'It is no request of JSON-RPC 2.0.'))
    }
    const { id, method, params } = request.data
    const done = await this.#do(method, params)
    if (id === undefined) return undefined
    return 'error' in done ? failed(id, done.error) : { jsonrpc: '2.0', id, result: done.result }
  }

  async #do(method: string, params: unknown): Promise<{ result: unknown } | { error: RpcError }> {
    if (!isRpcMethod(method)) {
      return { error: rpcError('METHOD_NOT_FOUND', `There is no method “${method}”.`) }
    }
    const result = await this.#ask(method, params)
    if ('error' in result) return result
    return result.value.ok
      ? { result: result.value.value }
      : { error: rpcErrorOf(result.value.error) }
  }

  async #ask(
    method: RpcMethod,
    params: unknown,
  ): Promise<{ value: Result<unknown> } | { error: RpcError }> {
    const { generation, models } = this.#parts
    switch (method) {
      case 'generate': {
        const wish = rpcMethods.generate.params.safeParse(params)
        return wish.success ? { value: await this.#generate(wish.data) } : wrong(wish.error)
      }
      case 'get_status':
      case 'cancel': {
        const wish = rpcMethods.cancel.params.safeParse(params)
        if (!wish.success) return wrong(wish.error)
        const job = { job: wish.data.job_id }
        const { jobs } = this.#parts
        const answer =
          method === 'cancel'
            ? await jobs.cancel(job, this.#call)
            : await jobs.show(job, this.#call)
        return { value: answer.ok ? { ok: true, value: statusOf(answer.value) } : answer }
      }
      case 'queue': {
        const all = await this.#queue()
        return { value: all.ok ? { ok: true, value: all.value.map(statusOf) } : all }
      }
      case 'backends':
        return { value: await generation.backends(undefined, this.#call) }
      case 'models':
        return { value: await models.list(undefined, this.#call) }
    }
  }

  async #generate(
    wish: z.output<typeof rpcMethods.generate.params>,
  ): Promise<Result<z.infer<typeof rpcMethods.generate.result>>> {
    const { seed, model, ...rest } = wish
    const begun = await this.#parts.generation.generate(
      { ...rest, ...(seed !== undefined && { seed }), ...(model !== undefined && { model }) },
      this.#call,
    )
    if (!begun.ok) return begun
    const { id, track, seed: used } = begun.value
    this.#told.set(id, { started: false, percent: 0 })
    const all = await this.#queue()
    const position = all.ok
      ? Math.max(
          0,
          all.value.findIndex(job => job.id === id),
        )
      : 0
    return { ok: true, value: { job_id: id, track_id: track, seed: used, position } }
  }

  /** What runs and waits, in its order. */
  async #queue(): Promise<Result<readonly JobInfo[]>> {
    const all = await this.#parts.jobs.list({ limit: 1000 }, this.#call)
    if (!all.ok) return all
    const value = all.value
      .filter(
        ({ kind, state }) =>
          kind === GENERATE_MUSIC && (state === 'processing' || state === 'pending'),
      )
      .toSorted((a, b) => place(a) - place(b) || a.createdAt - b.createdAt)
    return { ok: true, value }
  }

  /** Looks at the jobs of the session and tells what is new. */
  async look(): Promise<void> {
    for (const [id, told] of this.#told) {
      const job = await this.#parts.jobs.show({ job: id }, this.#call)
      if (!this.#told.has(id)) continue
      if (!job.ok) {
        this.#told.delete(id)
        continue
      }
      this.#tell(job.value, told)
    }
  }

  #tell(job: JobInfo, told: { started: boolean; percent: number }): void {
    const { id, state } = job
    if (state === 'processing' && !told.started) {
      told.started = true
      this.#event('generation_start', { job_id: id })
    }
    const percent = Math.floor((percentOf(job) + 1e-9) / 5) * 5
    if (state === 'processing' && percent > told.percent) {
      told.percent = percent
      const { stage, secondsLeft } = job
      this.#event('generation_progress', {
        job_id: id,
        progress: Math.min(99, percent),
        ...(stage !== undefined && { stage }),
        ...(secondsLeft !== undefined && { eta_seconds: Math.round(secondsLeft) }),
      })
    }
    if (state === 'completed') {
      this.#told.delete(id)
      const sound = generatedSoundSchema.safeParse(job.result)
      if (sound.success) this.#event('generation_complete', completeParams(id, sound.data))
    } else if (state === 'failed' || state === 'cancelled') {
      this.#told.delete(id)
      const failure = job.failure ?? { code: 'job-stopped' as const, message: 'It was cancelled.' }
      const { code, message } = rpcErrorOf(failure)
      const retryable = job.retryable ?? state === 'cancelled'
      this.#event('generation_error', { job_id: id, code, message, retryable })
    }
  }

  #event(method: RpcEvent, params: object): void {
    this.#parts.send(JSON.stringify({ jsonrpc: '2.0', method, params }))
  }

  #refuse(error: RpcError): void {
    this.#parts.send(JSON.stringify(failed(undefined, error)))
  }
}

function parsed(line: string): { readonly value: unknown } | undefined {
  try {
    return { value: parse(line, undefined, { protoAction: 'remove', constructorAction: 'remove' }) }
  } catch {
    return undefined
  }
}

/** Without an id that could be read, the protocol wants a null. */
function failed(id: Id | undefined, error: RpcError): object {
  const none: unknown = JSON.parse('null')
  return { jsonrpc: '2.0', id: id ?? none, error }
}

function wrong(error: z.ZodError): { error: RpcError } {
  const [issue] = error.issues
  const at = issue?.path.join('/') ?? ''
  const what = `${at === '' ? 'The parameters' : at}: ${issue?.message ?? 'wrong'}.`
  return { error: rpcError('INVALID_PARAMS', what) }
}

function percentOf({ progress, state }: JobInfo): number {
  return state === 'completed' ? 100 : Math.min(99, Math.floor(progress * 100))
}

function statusOf(job: JobInfo): RpcStatus {
  const { id, state, stage, secondsLeft } = job
  const sound = generatedSoundSchema.safeParse(job.result).data
  return {
    job_id: id,
    status: state,
    progress: percentOf(job),
    ...(stage !== undefined && { stage }),
    ...(secondsLeft !== undefined && { eta_seconds: Math.round(secondsLeft) }),
    ...(sound !== undefined && { path: sound.path, track_id: sound.track, seed: sound.seed }),
  }
}

function place({ state, priority }: JobInfo): number {
  return state === 'processing' ? 0 : { high: 1, normal: 2, low: 3 }[priority]
}
