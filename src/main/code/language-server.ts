import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Log } from '../kit'
import { MessageStream } from './message-stream'

const END_MS = 500
const NOT_SUPPORTED = -32_601

const incomingSchema = z.object({
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})

export interface LanguageServerParts {
  readonly program: string
  /** What it works on. */
  readonly folder: string
  readonly log: Log
  /** It says nothing for so long, asked for something: it is ended. */
  readonly patience: number
}

interface Waiting {
  readonly settle: (answer: Result<unknown>) => void
  readonly late: NodeJS.Timeout
}

/**
 * The compiler in a process of its own, spoken to by the language server protocol: whatever types it works out, the shell
 * and the sound go on. Once it is gone everything fails, and a new one is needed.
 */
export class LanguageServer implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #stream: MessageStream
  readonly #patience: number
  readonly #waiting = new Map<number, Waiting>()
  readonly #ended = Promise.withResolvers<void>()
  readonly #ready: Promise<Result<unknown>>
  #requests = 0
  #isGone = false

  constructor({ program, folder, log, patience }: LanguageServerParts) {
    this.#patience = patience
    this.#child = spawn(program, ['--lsp', '--stdio'], {
      cwd: folder,
      // Nothing that it could run or fetch with; its garbage is collected before it has grown much.
      env: { GOMEMLIMIT: '512MiB', GOMAXPROCS: '2' },
    })
    this.#child.on('error', error => {
      log.warn({ err: error }, 'the compiler could not be started')
      this.#gone()
    })
    this.#child.on('close', () => this.#gone())
    this.#child.stdin.on('error', () => this.#kill())
    createInterface({ input: this.#child.stderr }).on('line', line =>
      log.debug({ said: line.slice(0, 500) }, 'compiler'),
    )
    this.#stream = new MessageStream(this.#child.stdout, this.#child.stdin, {
      message: message => this.#hear(message),
      foreign: () => this.#kill(),
    })
    lower(this.#child.pid)
    this.#ready = this.#ask('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities,
      initializationOptions: { disablePushDiagnostics: true },
    })
    void this.#ready.then(() => this.notify('initialized', {}))
  }

  get isGone(): boolean {
    return this.#isGone
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** When it is there: nothing may be told to it before. */
  ready(): Promise<Result<unknown>> {
    return this.#ready
  }

  async request<Schema extends z.ZodType>(
    method: string,
    params: object,
    schema: Schema,
  ): Promise<Result<z.output<Schema>>> {
    const answer = await this.#ask(method, params)
    if (!answer.ok) return answer
    const parsed = schema.safeParse(answer.value)
    return parsed.success ? ok(parsed.data) : stopped('It said what cannot be read.')
  }

  notify(method: string, params: object): void {
    this.#stream.send({ method, params })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isGone) return
    this.#child.stdin.end()
    const timer = setTimeout(() => this.#kill(), END_MS)
    await this.#ended.promise
    clearTimeout(timer)
  }

  #ask(method: string, params: object): Promise<Result<unknown>> {
    if (this.#isGone) return Promise.resolve(stopped('It ended.'))
    const { promise, resolve } = Promise.withResolvers<Result<unknown>>()
    const id = ++this.#requests
    const late = setTimeout(() => this.#kill(), this.#patience)
    this.#waiting.set(id, { settle: resolve, late })
    this.#stream.send({ id, method, params })
    return promise
  }

  #hear(message: unknown): void {
    const heard = incomingSchema.safeParse(message)
    if (!heard.success) return this.#kill()
    const { id, method, result, error } = heard.data
    if (method !== undefined) {
      // What it asks of an editor is nothing that this one has.
      if (id !== undefined) {
        this.#stream.send({ id, error: { code: NOT_SUPPORTED, message: 'Not supported' } })
      }
      return
    }
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined
    if (waiting === undefined || typeof id !== 'number') return
    this.#waiting.delete(id)
    clearTimeout(waiting.late)
    waiting.settle(error === undefined ? ok(result) : stopped(`It said: ${error.message}`))
  }

  #kill(): void {
    this.#child.kill('SIGKILL')
  }

  #gone(): void {
    this.#isGone = true
    for (const { settle, late } of this.#waiting.values()) {
      clearTimeout(late)
      settle(stopped('It ended.'))
    }
    this.#waiting.clear()
    this.#ended.resolve()
  }
}

function stopped(what: string) {
  return err(fail('compiler-stopped', `The TypeScript compiler could not answer. ${what}`))
}

/** Whoever makes the sound comes first. */
function lower(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system does not let us.
  }
}

const capabilities = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    synchronization: {},
    diagnostic: { relatedDocumentSupport: false },
    completion: {
      completionItem: {
        snippetSupport: false,
        labelDetailsSupport: true,
        documentationFormat: ['markdown'],
        // Without this nothing is offered that has to be imported first.
        resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
      },
    },
    hover: { contentFormat: ['markdown'] },
  },
}
