import { QUANTUM, type Bytes, type Frames } from '#shared/kit'

/** Ports with their channels, then parameters: the order of the lines in the block. */
export interface ScriptLayout {
  readonly inputs: readonly (readonly [port: string, channels: number])[]
  readonly outputs: readonly (readonly [port: string, channels: number])[]
  readonly params: readonly string[]
}

/** Quanta of one call while sound plays: a call costs more than the work of a small node. */
export const QUANTA_A_CALL = 8

const CONTROLS = 4

/** Where the wrapper of a node finds what, in bytes; and how many quanta a call has at most. */
export interface ScriptPlaces {
  readonly quanta: number
  readonly control: number
  readonly changed: number
  readonly lines: number
  /** Of the whole block. */
  readonly bytes: Bytes
}

export function placesOf({ inputs, outputs, params }: ScriptLayout, quanta: number): ScriptPlaces {
  const control = quanta * 8
  const changed = control + CONTROLS * 4
  const lines = (changed + quanta * params.length + 15) & ~15
  const count = channelsOf(inputs) + channelsOf(outputs) + params.length
  return { quanta, control, changed, lines, bytes: lines + count * quanta * QUANTUM * 4 }
}

/** Words of `control`. */
const QUANTA = 0
const DONE = 1
const ANY_CHANGED = 2

/**
 * The memory that the engine and the wrapper of a node share; the plugin never sees it. First f64 places on the
 * timeline, one a quantum; u32 quanta to do, quanta done, whether any parameter changed; then by quantum and
 * parameter a byte that says whether the script's copy is to be written anew; then the lines.
 */
export class ScriptBlock {
  /** Where each quantum begins on the timeline, in frames. */
  readonly positions: Float64Array
  /** As many samples each as the quanta have: channels of the inputs, of the outputs, parameters. */
  readonly lines: readonly Float32Array[]
  /** The most of one call. */
  readonly quanta: number
  /** How many lines there are of each kind. */
  readonly counts: { readonly inputs: number; readonly outputs: number; readonly params: number }
  readonly #control: Uint32Array
  readonly #changed: Uint8Array

  /** Where it lies, if the wrapper made it. */
  readonly memory: WebAssembly.Memory | undefined

  /** In memory that is there already, or in its own. */
  constructor(layout: ScriptLayout, quanta = QUANTA_A_CALL, memory?: WebAssembly.Memory) {
    this.memory = memory
    const shared = memory?.buffer ?? new SharedArrayBuffer(placesOf(layout, quanta).bytes)
    const { inputs, outputs, params } = layout
    this.quanta = quanta
    this.counts = {
      inputs: channelsOf(inputs),
      outputs: channelsOf(outputs),
      params: params.length,
    }
    const count = this.counts.inputs + this.counts.outputs + params.length
    const { control, changed, lines } = placesOf(layout, quanta)
    const frames: Frames = quanta * QUANTUM
    this.positions = new Float64Array(shared, 0, quanta)
    this.#control = new Uint32Array(shared, control, CONTROLS)
    this.#changed = new Uint8Array(shared, changed, quanta * params.length)
    this.lines = Array.from(
      { length: count },
      (_, line) => new Float32Array(shared, lines + line * frames * 4, frames),
    )
  }

  /** Quanta that the last call finished: what their lines hold is whole. */
  get done(): number {
    return this.#control[DONE] ?? 0
  }

  /** Whether the script's values of a parameter are taken from its line in this quantum. */
  changes(param: number, quantum: number): boolean {
    return this.#changed[quantum * this.counts.params + param] === 1
  }

  /** Says how many quanta are done, where another process did them. */
  finish(quanta: number): void {
    this.#control[DONE] = quanta
  }

  /** Before a call. */
  begin(quanta: number): void {
    this.#control[QUANTA] = quanta
    this.#control[DONE] = 0
  }

  /** The script's values of a parameter are to be taken from its line in this quantum, and kept until the next such. */
  change(param: number, quantum: number): void {
    this.#changed[quantum * this.counts.params + param] = 1
    this.#control[ANY_CHANGED] = 1
  }

  /** After a call: no parameter changes. */
  settle(): void {
    if (this.#control[ANY_CHANGED] === 0) return
    this.#control[ANY_CHANGED] = 0
    this.#changed.fill(0)
  }
}

function channelsOf(ports: ScriptLayout['inputs']): number {
  return ports.reduce((sum, [, width]) => sum + width, 0)
}
