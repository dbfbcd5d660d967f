/**
 * What goes between the engine and a script host, both ways over one socket: frames of a header of four u32 (bytes
 * that follow, what is asked or answered, of which node, how many quanta) and those bytes. Answers come in the
 * order of the questions.
 */
export const HEADER_BYTES = 16
export const QUESTIONS = { load: 1, make: 2, run: 3, drop: 4, save: 5 } as const
export const ANSWERS = { hello: 100, done: 101, failed: 102 } as const

/** No frame of a host is longer: one that says so is no host of ours any more. */
export const MOST_BYTES = 32 * 2 ** 20

export interface Frame {
  readonly kind: number
  readonly node: number
  readonly quanta: number
  /** Valid until the next frame is read; begins at a multiple of eight bytes. */
  readonly payload: Uint8Array<ArrayBuffer>
}

/** Bytes that frames are written into, longer with the longest. */
export class FrameWriter {
  #bytes = new Uint8Array(4096)
  #words = new Uint32Array(this.#bytes.buffer)

  /** A frame with a payload that is there already; an answer says the processor’s milliseconds in place of quanta. */
  plain(kind: number, node: number, payload: Uint8Array, quanta = 0): Uint8Array {
    this.room(payload.byteLength).set(payload, HEADER_BYTES)
    return this.end(kind, node, quanta, payload.byteLength)
  }

  /** The frame that is being written, with room for so many bytes behind its header. */
  room(payload: number): Uint8Array<ArrayBuffer> {
    const wanted = (HEADER_BYTES + payload + 7) & ~7
    if (wanted > this.#bytes.byteLength) {
      this.#bytes = new Uint8Array(wanted)
      this.#words = new Uint32Array(this.#bytes.buffer)
    }
    return this.#bytes
  }

  end(kind: number, node: number, quanta: number, payload: number): Uint8Array {
    this.#words[0] = payload
    this.#words[1] = kind
    this.#words[2] = node
    this.#words[3] = quanta
    return this.#bytes.subarray(0, HEADER_BYTES + payload)
  }
}
