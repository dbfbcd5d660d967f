import type ivm from 'isolated-vm'
import { fail, type Failure } from '#shared/kit'
import { messageOf, scriptFailure } from './script-failure'

/** Ports with their channels, then parameters: the order of the lines of 128 samples in the block. */
export interface ScriptLayout {
  readonly inputs: readonly (readonly [port: string, channels: number])[]
  readonly outputs: readonly (readonly [port: string, channels: number])[]
  readonly params: readonly string[]
}

/** What its plugin makes it from. */
export interface MadeScript {
  readonly isolate: ivm.Isolate
  /** The wrapper's function for a quantum. */
  readonly process: ivm.Reference<unknown>
  readonly shared: SharedArrayBuffer
  readonly layout: ScriptLayout
  readonly name: string
  readonly callMs: number
  readonly onDisposed: () => void
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
  readonly #onDisposed: () => void
  #disposed = false

  constructor(made: MadeScript) {
    this.#isolate = made.isolate
    this.#process = made.process
    this.block = new Float32Array(made.shared)
    this.layout = made.layout
    this.#name = made.name
    this.#options = { timeout: made.callMs }
    this.#onDisposed = made.onDisposed
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
    if (this.#disposed) return
    this.#disposed = true
    if (!this.#isolate.isDisposed) this.#process.release()
    this.#onDisposed()
  }
}
