import { fail, isFailure, type Bytes, type Failure } from '#shared/kit'
import { ANSWERS, FrameWriter, QUESTIONS, type Frame } from './host-frames'
import type { HostProcess } from './host-process'
import { loadPayload, type LoadQuestion } from './host-questions'

/** How long a process may take to begin, on a machine that is busy. */
const BEGIN_MS = 10_000
/** How long a set-up may be without an answer, on a machine that is busy: what hangs its host’s own watchdog ends. */
export const SET_UP_MS = 5000
/** A host’s own watchdog knows best what hangs: beyond this it must have been stopped itself. */
const LAST_RESORT_MS = 500
const MOST_SAID = 500
/** Processes in a row that end before they begin: the machine’s fault, up to a point. */
export const MOST_STILLBORN = 5

interface Expected {
  readonly allowedMs: number
  readonly answered: (frame: Frame) => void
}

/** The code of a plugin in a process of its own, as the engine sees it. Nothing here waits unless it is told to. */
export class ScriptHost implements Disposable {
  readonly writer = new FrameWriter()
  /** Of the processor, for all of its nodes, when it last said so. */
  cpuMs = 0
  readonly #name: string
  readonly #process: HostProcess
  readonly #expected: Expected[] = []
  #since = performance.now()
  #ending: Failure | undefined
  #refusal: Failure | undefined
  #nodes = 0
  #questions = 0
  #begun = false
  #loaded = false

  constructor(process: HostProcess, question: LoadQuestion, code: Uint8Array) {
    this.#process = process
    this.#name = question.name
    this.#expect(BEGIN_MS, frame => {
      this.#begun = frame.kind === ANSWERS.hello
      if (!this.#begun) this.kill()
    })
    const bytes = this.writer.plain(QUESTIONS.load, 0, loadPayload(question, code))
    this.ask(bytes, SET_UP_MS, frame => {
      this.#loaded = true
      this.#refusal = failureOf(frame)
    })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  get memory(): Bytes {
    return this.#process.memory
  }

  /** Whether the process ever took the plugin’s code up: before that no plugin can be to blame. */
  get begun(): boolean {
    return this.#begun
  }

  /** Why there is no such process any more. */
  get ending(): Failure | undefined {
    return this.#ending
  }

  /** Why the code did not load. */
  get refusal(): Failure | undefined {
    return this.#refusal
  }

  /** Whether it owes an answer. */
  get busy(): boolean {
    return this.#expected.length > 0
  }

  /** Questions so far: each is a way there and back. */
  get questions(): number {
    return this.#questions
  }

  /** A number for one more node. */
  number(): number {
    this.#nodes += 1
    return this.#nodes
  }

  /** `answered` hears of it in one of the next calls of `advance`; not at all where the process ends before. */
  ask(question: Uint8Array, allowedMs: number, answered: (frame: Frame) => void): void {
    this.#questions += 1
    this.#expect(allowedMs, answered)
    this.#process.line.send(question)
  }

  /** What needs no answer. */
  tell(message: Uint8Array): void {
    if (this.#ending === undefined) this.#process.line.send(message)
  }

  /** Takes what it has answered, and waits at most so long for what it owes: the answer to so many calls. */
  advance(waitMs: number, calls = 1): void {
    if (this.#ending !== undefined) return
    const { line } = this.#process
    const until = waitMs > 0 ? performance.now() + waitMs : 0
    while (this.#expected.length > 0) {
      const frame = line.receive(until === 0 ? 0 : until - performance.now(), calls)
      if (frame === undefined) break
      const expected = this.#expected.shift()
      this.#since = performance.now()
      expected?.answered(frame)
    }
    if (line.broken) this.#end()
    else if (this.#overdue()) this.kill()
  }

  /** Waits until it owes nothing, or is no more. */
  settle(calls = 1): void {
    while (this.busy && this.#ending === undefined) this.advance(LAST_RESORT_MS, calls)
  }

  kill(reason = fail('script-hung', `${this.#name} stopped answering.`)): void {
    if (this.#ending !== undefined) return
    this.#process[Symbol.dispose]()
    this.#ending = reason
  }

  [Symbol.dispose](): void {
    this.kill()
  }

  #expect(allowedMs: number, answered: (frame: Frame) => void): void {
    if (this.#expected.length === 0) this.#since = performance.now()
    this.#expected.push({ allowedMs, answered })
  }

  #overdue(): boolean {
    const [first] = this.#expected
    if (first === undefined) return false
    return performance.now() - this.#since > 2 * first.allowedMs + LAST_RESORT_MS
  }

  #end(): void {
    const words = this.#process.lastWords
    this.#process[Symbol.dispose]()
    const name = words?.node ?? this.#name
    if (words?.reason === 'memory') {
      this.#ending = fail('script-memory', `${name} took more memory than it may.`)
    } else if (words?.reason === 'hung') {
      this.#ending = fail('script-hung', `${name} stopped answering.`)
    } else {
      // A process that was dying already when it was handed the code has said hello, but never took the code up.
      this.#begun &&= this.#loaded
      this.#ending = fail('script-died', `The process of ${name} ended.`)
    }
  }
}

const decoder = new TextDecoder()

/** What an answer says went wrong. A host that is not ourselves any more may say anything. */
export function failureOf({ kind, payload }: Frame): Failure | undefined {
  return kind === ANSWERS.done ? undefined : failureIn(payload)
}

/** The failure that these bytes say. */
export function failureIn(bytes: Uint8Array): Failure {
  try {
    const said: unknown = JSON.parse(decoder.decode(bytes))
    if (isFailure(said) && /^(script|plugin-code|wasm)-/.test(said.code)) {
      return { code: said.code, message: said.message.slice(0, MOST_SAID) }
    }
  } catch {
    // Answered below.
  }
  return fail('script-died', 'Its process answered nonsense.')
}
