import { QUANTUM, type Bytes } from '#shared/kit'
import { ANSWERS, HEADER_BYTES, QUESTIONS, type Frame, type FrameWriter } from './host-frames'
import type { ScriptBlock } from './script-block'

/**
 * Calls of neighbouring nodes in one frame, and their answers in one: what a node gives to one behind it in the run does
 * not leave the host in between. Sections, each of a multiple of eight bytes, one behind the other:
 *
 * a call: u32 node, u32 0, an i32 for every channel of the inputs (where it comes from), the places of the quanta as f64,
 * a byte a parameter and quantum (whether it changes), the samples of the inputs that are sent, and of what changes;
 *
 * an answer: u32 node, u32 quanta done, the processor’s milliseconds so far as f64, u32 bytes that say what went wrong,
 * u32 0, the samples of the outputs, those bytes.
 */
export interface RunCall {
  readonly node: number
  readonly block: ScriptBlock
  /** Where channels of its inputs come from, by `linkTo`; whatever it does not say is sent. */
  readonly links: readonly number[]
}

export interface RunAnswer {
  readonly node: number
  readonly done: number
  readonly cpuMs: number
  /** Empty where nothing went wrong. */
  readonly failure: Uint8Array<ArrayBuffer>
}

const SENT = -1
const QUANTUM_BYTES = QUANTUM * 4
const ANSWER_HEAD = 24
const CHANNELS = 16

/** The channel of the outputs of a call before in the run. */
export function linkTo(call: number, channel: number): number {
  return (call << CHANNELS) | channel
}

export function isLink(link: number | undefined): link is number {
  return link !== undefined && link >= 0
}

/** What `linkTo` was made of. */
export function linked(link: number): readonly [call: number, channel: number] {
  return [link >>> CHANNELS, link & (2 ** CHANNELS - 1)]
}

/** In the engine: asks for all of them. */
export function writeCalls(
  writer: FrameWriter,
  calls: readonly RunCall[],
  quanta: number,
): Uint8Array {
  const most = calls.reduce((sum, { block }) => sum + mostOfCall(block, quanta), 0)
  const bytes = writer.room(most)
  let at = HEADER_BYTES
  for (const call of calls) at = writeCall(bytes, at, call, quanta)
  return writer.end(QUESTIONS.run, calls.length, quanta, at - HEADER_BYTES)
}

function writeCall(
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
  { node, block, links }: RunCall,
  quanta: number,
): number {
  const { inputs, outputs, params } = block.counts
  const { buffer } = bytes
  new Uint32Array(buffer, from, 2).set([node, 0])
  const ways = new Int32Array(buffer, from + 8, inputs)
  for (let line = 0; line < inputs; line++) ways[line] = links[line] ?? SENT
  const places = from + 8 + padded(inputs * 4)
  new Float64Array(buffer, places, quanta).set(block.positions.subarray(0, quanta))
  const flags = places + quanta * 8
  let at = flags + padded(params * quanta)
  const add = (line: number, quantum: number, count: number) => {
    const samples = block.lines[line]?.subarray(quantum * QUANTUM, (quantum + count) * QUANTUM)
    if (samples !== undefined) new Float32Array(buffer, at, samples.length).set(samples)
    at += count * QUANTUM_BYTES
  }
  for (let line = 0; line < inputs; line++) if (!isLink(links[line])) add(line, 0, quanta)
  for (let quantum = 0; quantum < quanta; quantum++) {
    for (let param = 0; param < params; param++) {
      const changes = block.changes(param, quantum)
      bytes[flags + quantum * params + param] = Number(changes)
      if (changes) add(inputs + outputs + param, quantum, 1)
    }
  }
  return at
}

/**
 * In the host: takes the calls of a frame one by one, each into the block of its node (`blockOf`). Before the next one
 * is taken, the last must have run: its inputs may be what that one gave.
 */
export function* readCalls(
  { node: count, quanta, payload }: Frame,
  blockOf: (node: number) => ScriptBlock | undefined,
): Generator<number, void> {
  const { buffer, byteOffset } = payload
  const ran: ScriptBlock[] = []
  let at = byteOffset
  for (let call = 0; call < count; call++) {
    const [node = 0] = new Uint32Array(buffer, at, 1)
    const block = blockOf(node)
    if (block !== undefined) at = readCall(buffer, at, quanta, block, ran)
    yield node
    // Nothing is known of how long its call is.
    if (block === undefined) return
    ran.push(block)
  }
}

function readCall(
  buffer: ArrayBuffer,
  from: number,
  quanta: number,
  block: ScriptBlock,
  ran: readonly ScriptBlock[],
): number {
  const { inputs, outputs, params } = block.counts
  const ways = new Int32Array(buffer, from + 8, inputs)
  const places = from + 8 + padded(inputs * 4)
  block.positions.set(new Float64Array(buffer, places, quanta))
  const flags = places + quanta * 8
  const changes = new Uint8Array(buffer, flags, quanta * params)
  let at = flags + padded(params * quanta)
  const take = (line: number, quantum: number, count: number) => {
    block.lines[line]?.set(new Float32Array(buffer, at, count * QUANTUM), quantum * QUANTUM)
    at += count * QUANTUM_BYTES
  }
  for (let line = 0; line < inputs; line++) {
    const [call, channel] = linked(ways[line] ?? SENT)
    const before = isLink(ways[line]) ? ran[call] : undefined
    const into = block.lines[line]
    if (before === undefined) take(line, 0, quanta)
    else if (into !== undefined) copyClean(outputOf(before, channel), into, quanta * QUANTUM)
  }
  for (let index = 0; index < changes.length; index++) {
    if (changes[index] === 0) continue
    const quantum = Math.floor(index / params)
    block.change(index % params, quantum)
    take(inputs + outputs + (index % params), quantum, 1)
  }
  return at
}

/** In the host: what came of them, in their order; those behind one that failed are not there. */
export function writeAnswers(
  writer: FrameWriter,
  answers: readonly (Omit<RunAnswer, 'failure'> & {
    readonly block: ScriptBlock | undefined
    readonly failure: Uint8Array
  })[],
  quanta: number,
): Uint8Array {
  const size = ({ block, done, failure }: (typeof answers)[number]) =>
    ANSWER_HEAD + (block?.counts.outputs ?? 0) * done * QUANTUM_BYTES + padded(failure.byteLength)
  const bytes = writer.room(answers.reduce((sum, answer) => sum + size(answer), 0))
  let at = HEADER_BYTES
  for (const answer of answers) {
    const { node, done, cpuMs, block, failure } = answer
    new Uint32Array(bytes.buffer, at, 2).set([node, done])
    new Float64Array(bytes.buffer, at + 8, 1).fill(cpuMs)
    new Uint32Array(bytes.buffer, at + 16, 2).set([failure.byteLength, 0])
    const samples = new Float32Array(bytes.buffer, at + ANSWER_HEAD)
    const outputs = block?.counts.outputs ?? 0
    for (let line = 0; block !== undefined && line < outputs; line++) {
      const made = outputOf(block, line)
      if (made !== undefined) samples.set(made.subarray(0, done * QUANTUM), line * done * QUANTUM)
    }
    bytes.set(failure, at + ANSWER_HEAD + outputs * done * QUANTUM_BYTES)
    at += size(answer)
  }
  return writer.end(ANSWERS.done, answers.length, quanta, at - HEADER_BYTES)
}

/**
 * In the engine: the outputs of the calls into their blocks, and what else was answered. Undefined where the frame is
 * not one that a host of ours gives.
 */
export function readAnswers(
  { kind, node: count, payload }: Frame,
  calls: readonly RunCall[],
  quanta: number,
): readonly RunAnswer[] | undefined {
  if (kind !== ANSWERS.done || count === 0 || count > calls.length) return undefined
  const { buffer, byteOffset, byteLength } = payload
  const answers: RunAnswer[] = []
  let at = 0
  for (const call of calls.slice(0, count)) {
    if (byteLength - at < ANSWER_HEAD) return undefined
    const [node = 0, done = 0] = new Uint32Array(buffer, byteOffset + at, 2)
    const [cpuMs = 0] = new Float64Array(buffer, byteOffset + at + 8, 1)
    const [said = 0] = new Uint32Array(buffer, byteOffset + at + 16, 1)
    const { inputs, outputs } = call.block.counts
    const failureAt = at + ANSWER_HEAD + outputs * done * QUANTUM_BYTES
    if (node !== call.node || done > quanta || failureAt + said > byteLength) return undefined
    const samples = new Float32Array(
      buffer,
      byteOffset + at + ANSWER_HEAD,
      outputs * done * QUANTUM,
    )
    for (let line = 0; line < outputs; line++) {
      const made = samples.subarray(line * done * QUANTUM, (line + 1) * done * QUANTUM)
      call.block.lines[inputs + line]?.set(made)
    }
    call.block.finish(done)
    const failure = payload.subarray(failureAt, failureAt + said)
    answers.push({ node, done, cpuMs: Number.isFinite(cpuMs) ? cpuMs : 0, failure })
    at = failureAt + padded(said)
  }
  return answers
}

/** As the engine’s guard leaves what it takes from one node to the next: see `op_guard`. */
function copyClean(from: Float32Array | undefined, into: Float32Array, frames: number): void {
  if (from === undefined) return
  for (let i = 0; i < frames; i++) {
    const sample = from[i] ?? 0
    const size = Math.abs(sample)
    into[i] = size >= LEAST && size <= MOST ? sample : 0
  }
}

/** Of the f32 that are sound. */
const LEAST = 2 ** -126
const MOST = (2 - 2 ** -23) * 2 ** 127

function outputOf({ lines, counts }: ScriptBlock, channel: number): Float32Array | undefined {
  return lines[counts.inputs + channel]
}

function mostOfCall({ counts }: ScriptBlock, quanta: number): Bytes {
  const { inputs, params } = counts
  const samples = (inputs + params) * quanta * QUANTUM_BYTES
  return 8 + padded(inputs * 4) + quanta * 8 + padded(params * quanta) + samples
}

/** Samples and places begin at a multiple of eight. */
function padded(bytes: Bytes): Bytes {
  return (bytes + 7) & ~7
}
