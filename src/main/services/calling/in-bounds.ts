import type { Bytes } from '#shared/kit'

/** What came was more than it may be. */
export class TooMuch extends Error {}

/** Watches over an exchange with somebody else: `signal` ends it once nothing has come for too long. */
export class Quiet implements Disposable {
  readonly #stop = new AbortController()
  readonly #pauseMs: number
  #timer: NodeJS.Timeout | undefined

  constructor(pauseMs: number) {
    this.#pauseMs = pauseMs
    this.heard()
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  heard(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#stop.abort(), this.#pauseMs)
    this.#timer.unref()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}

/** The parts of a body. Throws `TooMuch` at the first byte that is too many. */
export async function* inBounds(
  body: AsyncIterable<Uint8Array>,
  most: Bytes,
  quiet: Quiet,
): AsyncGenerator<Uint8Array> {
  let length = 0
  for await (const part of body) {
    quiet.heard()
    length += part.byteLength
    if (length > most) throw new TooMuch(`More than ${most} bytes came`)
    yield part
  }
}
