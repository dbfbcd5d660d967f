import type { Duplex } from 'node:stream'

/** JSON carries control, audio carries samples as `#shared/contract`'s audio block. */
export type FrameKind = 'json' | 'audio'
const kinds: readonly FrameKind[] = ['json', 'audio']

const HEADER_BYTES = 5
/** A frame is never larger: a length beyond it means that the stream is not ours. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024

export interface FrameHandlers {
  readonly json: (message: unknown) => void
  readonly audio: (payload: Uint8Array<ArrayBuffer>) => void
  /** The stream broke off or is not one of ours. Called once. */
  readonly closed: () => void
}

/**
 * Frames on a byte stream between two of our processes: `[u32 length][u8 kind][payload]`, little-endian, the
 * length being the payload's. Never V8's own serialization: Electron's and Node's differ.
 */
export class FramedPipe implements Disposable {
  readonly #stream: Duplex
  readonly #handlers: FrameHandlers
  #rest: Buffer = Buffer.alloc(0)
  #closed = false

  constructor(stream: Duplex, handlers: FrameHandlers) {
    this.#stream = stream
    this.#handlers = handlers
    stream.on('data', (chunk: Buffer) => this.#take(chunk))
    stream.on('close', () => this.#close())
    stream.on('error', () => this.#close())
  }

  /** Bytes that wait to be taken by the other side. */
  get backlog(): number {
    return this.#stream.writableLength
  }

  sendJson(message: object): void {
    this.#send(0, Buffer.from(JSON.stringify(message)))
  }

  sendAudio(payload: Uint8Array): void {
    this.#send(1, payload)
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
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (this.#rest.length - at >= HEADER_BYTES && !this.#closed) {
      const length = this.#rest.readUInt32LE(at)
      const kind = kinds[this.#rest.readUInt8(at + 4)]
      if (kind === undefined || length > MAX_FRAME_BYTES) return this.#refuse()
      const end = at + HEADER_BYTES + length
      if (this.#rest.length < end) break
      this.#deliver(kind, this.#rest.subarray(at + HEADER_BYTES, end))
      at = end
    }
    this.#rest = this.#rest.subarray(at)
  }

  #deliver(kind: FrameKind, payload: Buffer): void {
    // A copy of its own: samples want a buffer that starts where they do.
    if (kind === 'audio') this.#handlers.audio(new Uint8Array(payload))
    else this.#handlers.json(JSON.parse(payload.toString('utf8')))
  }

  #refuse(): void {
    this.#stream.destroy()
    this.#close()
  }

  #close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#handlers.closed()
  }
}
