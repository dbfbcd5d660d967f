import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { BlameBoard } from '../blame-board'
import { ANSWERS, FrameWriter, QUESTIONS, type Frame } from '../host-frames'
import { isLoadQuestion, isMakeQuestion } from '../host-questions'
import { loadCode, type LoadedCode } from '../load-code'
import { readCalls, writeAnswers } from '../run-frames'
import type { RunningScript } from '../script-instance'
import { allowedMs, type ScriptLimits } from '../script-limits'

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const NOTHING = new Uint8Array()
/** How often a set-up may be cut off because the machine stood still. */
const PARDONS = 2
/** It hardly ran if it had less than this part of the time that it is allowed. */
const HARDLY = 0.5

const noPlugin: ScriptLimits = { heapMb: 8, setUpMs: 1, callMs: 1 }

interface Served {
  readonly script: RunningScript
  readonly slot: number
}

/** What whoever watches this process has to know. */
export interface ServerEvents {
  /** Which node each slot of the board is, one after the other from 0. */
  slot(node: string): void
  /** What the plugin may have. */
  limits(limits: ScriptLimits): void
}

/** The plugin of a script host, and its nodes. What it is asked comes from the engine, which is trusted. */
export class ScriptServer {
  readonly #board: BlameBoard
  readonly #told: ServerEvents
  readonly #writer = new FrameWriter()
  readonly #nodes = new Map<number, Served>()
  #limits = noPlugin
  #code: LoadedCode | undefined
  #slots = 0

  constructor(board: BlameBoard, told: ServerEvents) {
    this.#board = board
    this.#told = told
  }

  /** Undefined where none is wanted. */
  answer(frame: Frame): Uint8Array | undefined {
    switch (frame.kind) {
      case QUESTIONS.load:
        return this.#answered(frame, this.#load(frame))
      case QUESTIONS.make:
        return this.#answered(frame, this.#make(frame))
      case QUESTIONS.run:
        return this.#run(frame)
      case QUESTIONS.save:
        return this.#answered(frame, this.#save(frame))
      case QUESTIONS.drop:
        this.#nodes.get(frame.node)?.script[Symbol.dispose]()
        this.#nodes.delete(frame.node)
        return undefined
      default:
        return this.#answered(frame, nonsense())
    }
  }

  #load({ payload }: Frame): Result<string> {
    const [length = 0] = new Uint32Array(payload.buffer, payload.byteOffset, 1)
    const question: unknown = JSON.parse(decoder.decode(payload.subarray(4, 4 + length)))
    if (!isLoadQuestion(question)) return nonsense()
    const { name, kind, limits } = question
    this.#limits = limits
    this.#told.limits(limits)
    const code = payload.slice(4 + length)
    const slot = this.#slot(name)
    const loaded = this.#setUp(slot, () => loadCode(name, kind, code, limits))
    if (!loaded.ok) return loaded
    this.#code = loaded.value
    return ok('')
  }

  #make({ node, payload }: Frame): Result<string> {
    const question: unknown = JSON.parse(decoder.decode(payload))
    const code = this.#code
    if (!isMakeQuestion(question) || code === undefined) return nonsense()
    const { label, rate, layout, kept } = question
    const slot = this.#slot(label)
    const made = this.#setUp(slot, () => code.instantiate(question.node, rate, layout, kept))
    if (!made.ok) return made
    this.#nodes.set(node, { script: made.value, slot })
    return ok('')
  }

  /** Node after node, up to one that fails: what those behind it hear is decided elsewhere. */
  #run(frame: Frame): Uint8Array {
    const { quanta } = frame
    const allowed = allowedMs(this.#limits, quanta)
    const answers: Parameters<typeof writeAnswers>[1][number][] = []
    for (const node of readCalls(frame, number => this.#nodes.get(number)?.script.block)) {
      const running = this.#nodes.get(node)
      const failure =
        running === undefined
          ? lost()
          : this.#guarded(running.slot, allowed, () => running.script.process(quanta))
      const block = running?.script.block
      const cpuMs = this.#code?.cpuMs ?? 0
      const said = failure === undefined ? NOTHING : encoded(failure)
      answers.push({ node, block, done: block?.done ?? 0, cpuMs, failure: said })
      if (failure !== undefined) break
    }
    return writeAnswers(this.#writer, answers, quanta)
  }

  #save({ node }: Frame): Result<string> {
    const running = this.#nodes.get(node)
    if (running === undefined) return nonsense()
    const { script, slot } = running
    const saved = this.#guarded(slot, this.#limits.setUpMs, () => script.save())
    return saved.ok ? ok(saved.value ?? '') : saved
  }

  #answered({ node }: Frame, result: Result<string>): Uint8Array {
    const cpuMs = Math.floor(this.#code?.cpuMs ?? 0)
    return result.ok
      ? this.#writer.plain(ANSWERS.done, node, encoder.encode(result.value), cpuMs)
      : this.#writer.plain(ANSWERS.failed, node, encoded(result.error), cpuMs)
  }

  #slot(label: string): number {
    this.#told.slot(label)
    return this.#slots++
  }

  /** One that was cut off although it hardly ran is not to blame: the machine did something else. */
  #setUp<T>(slot: number, act: () => Result<T>): Result<T> {
    const { setUpMs } = this.#limits
    for (let pardons = PARDONS; ; pardons--) {
      const before = process.cpuUsage()
      const made = this.#guarded(slot, setUpMs, act)
      const { user, system } = process.cpuUsage(before)
      const cut = !made.ok && made.error.code === 'script-timeout'
      if (!cut || pardons === 0 || (user + system) / 1000 > HARDLY * setUpMs) return made
    }
  }

  #guarded<T>(slot: number, allowed: number, act: () => T): T {
    this.#board.enter(slot, allowed)
    const done = act()
    this.#board.leave()
    return done
  }
}

function nonsense(): Result<string> {
  return err(lost())
}

function lost(): Failure {
  return fail('internal', 'A script host was asked what it cannot answer.')
}

function encoded(failure: Failure): Uint8Array {
  return encoder.encode(JSON.stringify(failure))
}
