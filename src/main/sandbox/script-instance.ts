import type ivm from 'isolated-vm'
import { fail, type Failure } from '#shared/kit'
import { messageOf, scriptFailure } from './script-failure'

/** Ports with their channels, then parameters: the order of the lines of 128 samples in the block. */
export interface ScriptLayout {
  readonly inputs: readonly (readonly [port: string, channels: number])[]
  readonly outputs: readonly (readonly [port: string, channels: number])[]
  readonly params: readonly string[]
}

/** A node of a script plugin. Write inputs and parameters into `block`, call `process`, read the outputs. */
export class ScriptInstance implements Disposable {
  /** Lines of one quantum each, in the order of the layout. */
  readonly block: Float32Array
  readonly layout: ScriptLayout
  readonly #isolate: ivm.Isolate
  readonly #process: ivm.Reference<unknown>
  readonly #name: string
  readonly #options: { timeout: number }

  constructor(
    isolate: ivm.Isolate,
    process: ivm.Reference<unknown>,
    shared: SharedArrayBuffer,
    layout: ScriptLayout,
    name: string,
    callMs: number,
  ) {
    this.#isolate = isolate
    this.#process = process
    this.block = new Float32Array(shared)
    this.layout = layout
    this.#name = name
    this.#options = { timeout: callMs }
  }

  /** One quantum; a failure leaves the outputs as they were. Costs some 3 µs beside the plugin's own work. */
  process(position: number): Failure | undefined {
    try {
      const said: unknown = this.#process.applySync(undefined, [position], this.#options)
      if (said === 0) return undefined
      return fail('script-threw', `${this.#name}: ${messageOf(said)}.`)
    } catch (thrown) {
      return scriptFailure(thrown, this.#name, this.#isolate)
    }
  }

  [Symbol.dispose](): void {
    if (!this.#isolate.isDisposed) this.#process.release()
  }
}
