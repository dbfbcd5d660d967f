import type { Readable, Writable } from 'node:stream'

const END_OF_HEAD = Buffer.from('\r\n\r\n')
/** Longer answers are none of a script’s. */
const MAX_BYTES = 32 * 1024 * 1024

export interface MessageHandlers {
  readonly message: (message: unknown) => void
  /** What comes is no message. Called once, and nothing after it. */
  readonly foreign: () => void
}

/** JSON-RPC as language servers speak it: a head that tells the length, an empty line, and JSON. */
export class MessageStream {
  readonly #to: Writable
  readonly #handlers: MessageHandlers
  #held: Buffer = Buffer.alloc(0)
  #isForeign = false

  constructor(from: Readable, to: Writable, handlers: MessageHandlers) {
    this.#to = to
    this.#handlers = handlers
    from.on('data', (chunk: Buffer) => this.#take(chunk))
  }

  send(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
    if (!this.#to.writable) return
    this.#to.write(`Content-Length: ${body.length}\r\n\r\n`)
    this.#to.write(body)
  }

  #take(chunk: Buffer): void {
    if (this.#isForeign) return
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    for (;;) {
      const end = this.#held.indexOf(END_OF_HEAD)
      if (end === -1) return
      const length = lengthIn(this.#held.toString('latin1', 0, end))
      if (length === undefined || length > MAX_BYTES) return this.#refuse()
      const start = end + END_OF_HEAD.length
      if (this.#held.length < start + length) return
      const message = parsed(this.#held.toString('utf8', start, start + length))
      this.#held = this.#held.subarray(start + length)
      if (message === undefined) return this.#refuse()
      this.#handlers.message(message)
    }
  }

  #refuse(): void {
    this.#isForeign = true
    this.#handlers.foreign()
  }
}

function lengthIn(head: string): number | undefined {
  const digits = /^content-length: *(\d{1,9})$/im.exec(head)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
