import { QUANTUM } from '#shared/kit'
import type { ScriptBlock } from './script-block'

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

const QUANTUM_BYTES = QUANTUM * 4

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
  #floats = new Float32Array(this.#bytes.buffer)
  #doubles = new Float64Array(this.#bytes.buffer)

  /** A frame with a payload that is there already; an answer says the processor’s milliseconds in place of quanta. */
  plain(kind: number, node: number, payload: Uint8Array, quanta = 0): Uint8Array {
    this.#begin(payload.byteLength)
    this.#bytes.set(payload, HEADER_BYTES)
    return this.#end(kind, node, quanta, HEADER_BYTES + payload.byteLength)
  }

  /** Places of the quanta, which parameters change in which, the inputs, what changes. */
  call(node: number, block: ScriptBlock, quanta: number): Uint8Array {
    const { inputs, outputs, params } = block.counts
    this.#begin(quanta * 8 + (inputs + params) * quanta * QUANTUM_BYTES + flagBytes(params, quanta))
    const positions = HEADER_BYTES / 8
    for (let quantum = 0; quantum < quanta; quantum++) {
      this.#doubles[positions + quantum] = block.positions[quantum] ?? 0
    }
    const flags = HEADER_BYTES + quanta * 8
    let at = (flags + flagBytes(params, quanta)) >>> 2
    for (let line = 0; line < inputs; line++) at = this.#add(block, line, 0, quanta, at)
    for (let quantum = 0; quantum < quanta; quantum++) {
      for (let param = 0; param < params; param++) {
        const changes = block.changes(param, quantum)
        this.#bytes[flags + quantum * params + param] = Number(changes)
        if (changes) at = this.#add(block, inputs + outputs + param, quantum, 1, at)
      }
    }
    return this.#end(QUESTIONS.run, node, quanta, at * 4)
  }

  /** The processor's time so far, and the outputs of what was done. With what went wrong after that. */
  answer(node: number, block: ScriptBlock, cpuMs: number, failure: Uint8Array): Uint8Array {
    const { inputs, outputs } = block.counts
    const { done } = block
    this.#begin(8 + outputs * done * QUANTUM_BYTES + failure.byteLength)
    this.#doubles[HEADER_BYTES / 8] = cpuMs
    let at = (HEADER_BYTES + 8) / 4
    for (let line = 0; line < outputs; line++) at = this.#add(block, inputs + line, 0, done, at)
    this.#bytes.set(failure, at * 4)
    const kind = failure.byteLength === 0 ? ANSWERS.done : ANSWERS.failed
    return this.#end(kind, node, done, at * 4 + failure.byteLength)
  }

  #add(block: ScriptBlock, line: number, from: number, quanta: number, at: number): number {
    const samples = block.lines[line]
    if (samples !== undefined) {
      this.#floats.set(samples.subarray(from * QUANTUM, (from + quanta) * QUANTUM), at)
    }
    return at + quanta * QUANTUM
  }

  #begin(payload: number): void {
    const wanted = (HEADER_BYTES + payload + 7) & ~7
    if (wanted <= this.#bytes.byteLength) return
    this.#bytes = new Uint8Array(wanted)
    this.#words = new Uint32Array(this.#bytes.buffer)
    this.#floats = new Float32Array(this.#bytes.buffer)
    this.#doubles = new Float64Array(this.#bytes.buffer)
  }

  #end(kind: number, node: number, quanta: number, bytes: number): Uint8Array {
    this.#words[0] = bytes - HEADER_BYTES
    this.#words[1] = kind
    this.#words[2] = node
    this.#words[3] = quanta
    return this.#bytes.subarray(0, bytes)
  }
}

/** In the host: a call's inputs into the block. */
export function readCall({ payload, quanta }: Frame, block: ScriptBlock): void {
  const { buffer, byteOffset } = payload
  const { inputs, outputs, params } = block.counts
  block.positions.set(new Float64Array(buffer, byteOffset, quanta))
  const flags = byteOffset + quanta * 8
  const changes = new Uint8Array(buffer, flags, quanta * params)
  let at = flags + flagBytes(params, quanta)
  const take = (line: number, from: number, count: number) => {
    block.lines[line]?.set(new Float32Array(buffer, at, count * QUANTUM), from * QUANTUM)
    at += count * QUANTUM_BYTES
  }
  for (let line = 0; line < inputs; line++) take(line, 0, quanta)
  for (let index = 0; index < changes.length; index++) {
    if (changes[index] === 0) continue
    const quantum = Math.floor(index / params)
    block.change(index % params, quantum)
    take(inputs + outputs + (index % params), quantum, 1)
  }
}

/**
 * In the engine: an answer's outputs into the block. Answers the processor's time, and the bytes that say what went
 * wrong; undefined where the frame is not one that a host of ours gives.
 */
export function readAnswer(
  { payload, quanta }: Frame,
  block: ScriptBlock,
  asked: number,
): { readonly cpuMs: number; readonly rest: Uint8Array<ArrayBuffer> } | undefined {
  const { inputs, outputs } = block.counts
  const end = 8 + outputs * quanta * QUANTUM_BYTES
  if (quanta > asked || payload.byteLength < end) return undefined
  const { buffer, byteOffset } = payload
  for (let line = 0; line < outputs; line++) {
    const at = byteOffset + 8 + line * quanta * QUANTUM_BYTES
    block.lines[inputs + line]?.set(new Float32Array(buffer, at, quanta * QUANTUM))
  }
  block.finish(quanta)
  const [cpuMs = 0] = new Float64Array(buffer, byteOffset, 1)
  return { cpuMs: Number.isFinite(cpuMs) ? cpuMs : 0, rest: payload.subarray(end) }
}

/** A byte a parameter and quantum, so that samples begin at a multiple of eight. */
function flagBytes(params: number, quanta: number): number {
  return (params * quanta + 7) & ~7
}
