import { readFileSync, readSync } from 'node:fs'
import { type Socket } from 'node:net'
import type { Bytes } from '#shared/kit'
import { HostLine } from './host-line'
import { isLastWords, type LastWords } from './last-words'
import { descriptorOf, LINE, startHost, WORDS } from './start-host'

const PAGE: Bytes = 4096

/** A process that was started, here or by the nursery. */
export interface StartedHost {
  readonly pid: number | undefined
  readonly line: unknown
  readonly words: unknown
  /** `listener` hears of its end; after that Node closes its descriptors. */
  readonly onEnd: (listener: () => void) => void
}

/** A process for the code of one plugin that is not trusted: see `startHost`. */
export class HostProcess implements Disposable {
  readonly line: HostLine
  readonly pid: number | undefined
  readonly #streams: readonly unknown[]
  readonly #words: number
  #lastWords: LastWords | undefined
  #ended = false

  constructor({ pid, line, words, onEnd }: StartedHost) {
    this.pid = pid
    this.#streams = [line, words]
    this.line = new HostLine(descriptorOf(line))
    this.#words = descriptorOf(words)
    onEnd(() => this.#end())
  }

  /** Started by this very process, which takes as long as the memory that it has is large: 25 ms with 500 MB. */
  static start(): HostProcess {
    const child = startHost()
    child.unref()
    return new HostProcess({
      pid: child.pid,
      line: child.stdio[LINE],
      words: child.stdio[WORDS],
      onEnd: listener => child.once('error', listener).once('exit', listener),
    })
  }

  /** All memory that it has; 0 where the system does not tell. */
  get memory(): Bytes {
    try {
      const [, pages] = readFileSync(`/proc/${this.pid}/statm`, 'utf8').split(' ')
      return Number(pages) * PAGE
    } catch {
      return 0
    }
  }

  /** What its watchdog said, if that ended it. */
  get lastWords(): LastWords | undefined {
    if (!this.#ended) this.#lastWords ??= readWords(this.#words)
    return this.#lastWords
  }

  [Symbol.dispose](): void {
    if (!this.#ended) kill(this.pid)
    this.line.break()
  }

  #end(): void {
    if (this.#ended) return
    this.#lastWords ??= readWords(this.#words)
    this.#ended = true
    this.line.break()
    // They wait for an end of which they hear no more.
    for (const stream of this.#streams) if (isSocket(stream)) stream.destroy()
  }
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'destroy' in value
}

function readWords(descriptor: number): LastWords | undefined {
  const bytes = new Uint8Array(4096)
  try {
    const text = Buffer.from(bytes.subarray(0, readSync(descriptor, bytes))).toString('utf8')
    const words: unknown = JSON.parse(text.split('\n')[0] ?? '')
    return isLastWords(words) ? words : undefined
  } catch {
    return undefined
  }
}
