import { appendFile, mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Bytes } from '#shared/kit'
import { attempt, serially, writeFailure } from '../kit'

const MOST_BYTES: Bytes = 2 ** 20
const KEPT = 3
/** Lines that wait for the disk; what comes beyond is dropped and counted. */
const MOST_WAITING = 500

/** A file of JSON lines that never grows beyond a megabyte: older lines move to `.1`, `.2`, `.3` and then go. */
export class JsonLines {
  readonly #path: string
  readonly #one = serially()
  #waiting: string[] = []
  #dropped = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(path: string) {
    this.#path = path
  }

  /** Never throws and never waits; a full disk costs lines, nothing else. */
  add(entry: object): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#dropped += 1
      return
    }
    this.#waiting.push(JSON.stringify(entry))
    if (this.#waiting.length === 1) this.#writing = this.#one(() => this.#write())
  }

  /** Resolves when what was added is written. */
  settled(): Promise<void> {
    return this.#writing
  }

  /** The last lines of the present file, the oldest first. */
  async last(count: number): Promise<readonly unknown[]> {
    await this.settled()
    const text = await readEnd(this.#path, MOST_BYTES)
    const lines = text.split('\n').filter(line => line.startsWith('{') && line.endsWith('}'))
    return lines.slice(-count).flatMap(line => parsed(line))
  }

  async #write(): Promise<void> {
    const lines = this.#waiting
    this.#waiting = []
    if (this.#dropped > 0) lines.push(JSON.stringify({ time: Date.now(), dropped: this.#dropped }))
    this.#dropped = 0
    await attempt(
      async () => {
        await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
        await this.#rotate()
        await appendFile(this.#path, `${lines.join('\n')}\n`, { mode: 0o600 })
      },
      errno => writeFailure(errno, this.#path),
    )
  }

  async #rotate(): Promise<void> {
    const size = await stat(this.#path).then(
      info => info.size,
      () => 0,
    )
    if (size < MOST_BYTES) return
    for (let age = KEPT - 1; age >= 0; age--) {
      const from = age === 0 ? this.#path : `${this.#path}.${age}`
      await rename(from, `${this.#path}.${age + 1}`).catch(() => undefined)
    }
  }
}

async function readEnd(path: string, most: Bytes): Promise<string> {
  const read = await attempt(
    async () => {
      await using file = await open(path, 'r')
      const { size } = await file.stat()
      const start = Math.max(0, size - most)
      const bytes = Buffer.alloc(size - start)
      await file.read(bytes, 0, bytes.length, start)
      return bytes.toString('utf8')
    },
    errno => writeFailure(errno, path),
  )
  return read.ok ? read.value : ''
}

function parsed(line: string): unknown[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}
