import { QUANTUM, type Frames } from '#shared/kit'

/** Ports with their channels, then parameters: the order of the lines in the block. */
export interface ScriptLayout {
  readonly inputs: readonly (readonly [port: string, channels: number])[]
  readonly outputs: readonly (readonly [port: string, channels: number])[]
  readonly params: readonly string[]
}

/** Most quanta of one call: a call costs more than the work of a small node. */
export const QUANTA_A_CALL = 8
/** Frames of a line. */
export const FRAMES_A_CALL: Frames = QUANTA_A_CALL * QUANTUM

const CONTROL_AT = QUANTA_A_CALL * 8
const CONTROLS = 4
const CHANGED_AT = CONTROL_AT + CONTROLS * 4
const LINE_BYTES = FRAMES_A_CALL * 4

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
  readonly shared: SharedArrayBuffer
  /** Where each quantum begins on the timeline, in frames. */
  readonly positions: Float64Array
  /** `FRAMES_A_CALL` samples each: channels of the inputs, of the outputs, parameters. */
  readonly lines: readonly Float32Array[]
  /** Where the wrapper finds what. */
  readonly places: { readonly control: number; readonly changed: number; readonly lines: number }
  /** How many lines there are of each kind. */
  readonly counts: { readonly inputs: number; readonly outputs: number; readonly params: number }
  readonly #control: Uint32Array
  readonly #changed: Uint8Array

  constructor({ inputs, outputs, params }: ScriptLayout) {
    this.counts = {
      inputs: channelsOf(inputs),
      outputs: channelsOf(outputs),
      params: params.length,
    }
    const count = this.counts.inputs + this.counts.outputs + params.length
    const linesAt = (CHANGED_AT + QUANTA_A_CALL * params.length + 15) & ~15
    const shared = new SharedArrayBuffer(linesAt + count * LINE_BYTES)
    this.shared = shared
    this.places = { control: CONTROL_AT, changed: CHANGED_AT, lines: linesAt }
    this.positions = new Float64Array(shared, 0, QUANTA_A_CALL)
    this.#control = new Uint32Array(shared, CONTROL_AT, CONTROLS)
    this.#changed = new Uint8Array(shared, CHANGED_AT, QUANTA_A_CALL * params.length)
    this.lines = Array.from(
      { length: count },
      (_, line) => new Float32Array(shared, linesAt + line * LINE_BYTES, FRAMES_A_CALL),
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
