import type { Duplex } from 'node:stream'
import type { Bytes } from '#shared/kit'

/** JSON carries control, audio carries samples as `#shared/contract`'s audio block. */
export type FrameKind = 'json' | 'audio'
const kinds: readonly FrameKind[] = ['json', 'audio']

const HEADER_BYTES = 5
/** A frame is never larger: a length beyond it means that the stream is not ours. */
const MAX_FRAME_BYTES: Bytes = 256 * 1024 * 1024

export interface FrameHandlers {
  readonly json: (message: unknown) => void
  readonly audio: (payload: Uint8Array<ArrayBuffer>) => void
  /** The stream broke off, or what comes is nothing that ours send. Called once. */
  readonly closed: (isForeign: boolean) => void
}

/**
 * Frames on a byte stream between two of our processes: `[u32 length][u8 kind][payload]`, little-endian, the
 * length being the payload's. Never V8's own serialization: Electron's and Node's differ.
 */
export class FramedPipe implements Disposable {
  readonly #stream: Duplex
  readonly #handlers: FrameHandlers
  readonly #most: Bytes
  /** What has come of frames that are not whole yet: joined only when one is, for they may be long. */
  #parts: Buffer[] = []
  #held = 0
  #wanted = HEADER_BYTES
  #closed = false
  #taking: Promise<void> | undefined

  /** `most`: the longest frame that may come. */
  constructor(stream: Duplex, handlers: FrameHandlers, most = MAX_FRAME_BYTES) {
    this.#stream = stream
    this.#handlers = handlers
    this.#most = most
    stream.on('data', (chunk: Buffer) => this.#take(chunk))
    stream.on('close', () => this.#close(false))
    stream.on('error', () => this.#close(false))
  }

  /** Bytes that wait to be taken by the other side. */
  get backlog(): number {
    return this.#stream.writableLength
  }

  /** Resolves when the other side has taken what waits for it: false where it is gone. */
  async taken(): Promise<boolean> {
    if (!this.#closed && this.#stream.writableNeedDrain) await this.#drained()
    return !this.#closed && !this.#stream.destroyed
  }

  #drained(): Promise<void> {
    this.#taking ??= new Promise(resolve => {
      const done = () => {
        this.#stream.off('drain', done).off('close', done)
        this.#taking = undefined
        resolve()
      }
      this.#stream.on('drain', done).on('close', done)
    })
    return this.#taking
  }

  /** False where the message is too long to be sent. */
  sendJson(message: object): boolean {
    const text = stringified(message)
    const payload = text === undefined ? undefined : Buffer.from(text)
    if (payload === undefined || payload.byteLength > MAX_FRAME_BYTES) return false
    this.#send(0, payload)
    return true
  }

  sendAudio(payload: Uint8Array): void {
    this.#send(1, payload)
  }

  /** Several in one go, so that the other side wakes up once. */
  sendAudioTogether(payloads: readonly Uint8Array[]): void {
    this.#stream.cork()
    for (const payload of payloads) this.#send(1, payload)
    this.#stream.uncork()
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#stream.destroy()
  }

  #send(kind: number, payload: Uint8Array): void {
    if (this.#closed) return
    const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.byteLength)
    frame.writeUInt32LE(payload.byteLength, 0)
    frame.writeUInt8(kind, 4)
    frame.set(payload, HEADER_BYTES)
    this.#stream.write(frame)
  }

  #take(chunk: Buffer): void {
    this.#parts.push(chunk)
    this.#held += chunk.length
    if (this.#held < this.#wanted) return
    const whole = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts)
    let at = 0
    this.#wanted = HEADER_BYTES
    while (whole.length - at >= HEADER_BYTES && !this.#closed) {
      const length = whole.readUInt32LE(at)
      const kind = kinds[whole.readUInt8(at + 4)]
      if (kind === undefined || length > this.#most) return this.#refuse()
      const end = at + HEADER_BYTES + length
      this.#wanted = end - at
      if (whole.length < end) break
      this.#deliver(kind, whole.subarray(at + HEADER_BYTES, end))
      this.#wanted = HEADER_BYTES
      at = end
    }
    this.#parts = [whole.subarray(at)]
    this.#held = whole.length - at
  }

  #deliver(kind: FrameKind, payload: Buffer): void {
    // A copy of its own: samples want a buffer that starts where they do.
    if (kind === 'audio') return this.#handlers.audio(new Uint8Array(payload))
    const message = parsed(payload)
    if (message === undefined) this.#refuse()
    else this.#handlers.json(message)
  }

  #refuse(): void {
    this.#stream.destroy()
    this.#close(true)
  }

  #close(isForeign: boolean): void {
    if (this.#closed) return
    this.#closed = true
    this.#handlers.closed(isForeign)
  }
}

/** Undefined for what is no JSON: a process in which plugins run may come to say anything. */
function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Undefined where it is longer than a string can be. */
function stringified(message: object): string | undefined {
  try {
    return JSON.stringify(message)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
