import { readSync, writeSync } from 'node:fs'
import { HEADER_BYTES, MOST_BYTES, type Frame } from './host-frames'

/** Tries without a pause for each call that is waited for: a host on another core answers within a few of them. */
const EAGER = 60
const NAP_MS = 0.05
const LONG_NAP_MS = 1

const cell = new Int32Array(new SharedArrayBuffer(4))

/**
 * Our end of the socket to a script host. Node’s own streams only listen between turns of the event loop, and sound
 * cannot wait for one: this reads and writes the descriptor, without ever blocking on it.
 */
export class HostLine {
  readonly #descriptor: number
  #in = new Uint8Array(16_384)
  #filled = 0
  #taken = 0
  /** What the socket did not take yet. */
  #out: Uint8Array[] = []
  #broken = false

  constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  /** The other side has gone, or says what no host of ours does. */
  get broken(): boolean {
    return this.#broken
  }

  /** Looks whether the other side is still there. */
  listen(): boolean {
    this.#read()
    return !this.#broken
  }

  /** From now on the descriptor is not ours. */
  break(): void {
    this.#broken = true
  }

  send(bytes: Uint8Array): void {
    if (this.#out.length === 0) {
      const sent = this.#write(bytes)
      if (sent === bytes.byteLength) return
      this.#out.push(bytes.slice(sent))
    } else this.#out.push(bytes.slice())
  }

  /** The next frame, if all of it comes within so many milliseconds; it answers so many calls. */
  receive(waitMs: number, calls = 1): Frame | undefined {
    if (this.#taken > 0) {
      this.#in.copyWithin(0, this.#taken, this.#filled)
      this.#filled -= this.#taken
      this.#taken = 0
    }
    let until = 0
    for (let tries = 0; !this.#broken; tries++) {
      const frame = this.#frame()
      if (frame !== undefined) return frame
      this.#flush()
      if (this.#read() || this.#broken) continue
      if (waitMs <= 0) return undefined
      if (tries < EAGER * calls) continue
      const now = performance.now()
      if (until === 0) until = now + waitMs
      if (now >= until) return undefined
      Atomics.wait(cell, 0, 0, until - now > waitMs - 4 ? NAP_MS : LONG_NAP_MS)
    }
    return this.#frame()
  }

  #frame(): Frame | undefined {
    if (this.#filled < HEADER_BYTES) return undefined
    const [bytes = 0, kind = 0, node = 0, quanta = 0] = new Uint32Array(this.#in.buffer, 0, 4)
    if (bytes > MOST_BYTES) {
      this.#broken = true
      return undefined
    }
    const end = HEADER_BYTES + bytes
    if (this.#filled < end) {
      this.#hold(end)
      return undefined
    }
    this.#taken = end
    return { kind, node, quanta, payload: this.#in.subarray(HEADER_BYTES, end) }
  }

  #hold(bytes: number): void {
    if (this.#in.byteLength >= bytes) return
    const longer = new Uint8Array(2 ** Math.ceil(Math.log2(bytes)))
    longer.set(this.#in.subarray(0, this.#filled))
    this.#in = longer
  }

  #flush(): void {
    while (this.#out.length > 0 && !this.#broken) {
      const [first = this.#in] = this.#out
      const sent = this.#write(first)
      if (sent === first.byteLength) this.#out.shift()
      else {
        this.#out[0] = first.subarray(sent)
        return
      }
    }
  }

  #write(bytes: Uint8Array): number {
    let done = 0
    while (done < bytes.byteLength && !this.#broken) {
      const sent = this.#tried(() => writeSync(this.#descriptor, bytes, done))
      if (sent === 0) break
      done += sent
    }
    return done
  }

  /** Whether anything came. */
  #read(): boolean {
    const room = this.#in.byteLength - this.#filled
    if (room === 0) return false
    let closed = false
    const read = this.#tried(() => {
      const bytes = readSync(this.#descriptor, this.#in, this.#filled, room, -1)
      closed = bytes === 0
      return bytes
    })
    if (closed) this.#broken = true
    this.#filled += read
    return read > 0
  }

  /** 0 where it would have to wait. */
  #tried(act: () => number): number {
    const { stackTraceLimit } = Error
    // “Not yet” comes as an exception: one without a stack costs a third.
    Error.stackTraceLimit = 0
    try {
      return act()
    } catch (thrown) {
      if (!isAgain(thrown)) this.#broken = true
      return 0
    } finally {
      Error.stackTraceLimit = stackTraceLimit
    }
  }
}

function isAgain(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN'
}
