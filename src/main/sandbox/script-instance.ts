import type ivm from 'isolated-vm'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { IsolateClock } from './isolate-clock'
import type { ScriptBlock } from './script-block'
import { messageOf, scriptFailure } from './script-failure'
import { allowedMs, type ScriptLimits } from './script-limits'

/** What the engine needs of a script that runs. */
export interface RunningScript extends Disposable {
  readonly block: ScriptBlock
  /** Where nothing was wrong and yet nothing was done: it is being started, or has no answer yet. */
  readonly away: boolean
  /** Whether it is being set up, for which it has deadlines of its own. */
  readonly starting?: boolean
  /** After a failure: whether it comes back of itself. */
  readonly returns: boolean
  /** Of the time that the last call took, what was others’: see `RemoteScript`. */
  readonly sharedMs?: number
  /** Whether the next call has its answer already. */
  readonly answered?: boolean
  process(quanta: number): Failure | undefined
  /**
   * Milliseconds of the processor that the last call took, of the `wallMs` that it lasted; where that is no more than
   * `shortMs`, it may answer just that.
   */
  spent(wallMs: number, shortMs: number): number
  /** What it would keep, as JSON; nothing where it keeps nothing. */
  save(): Result<string | undefined>
}

/** What its plugin makes it from. */
export interface MadeScript {
  readonly isolate: ivm.Isolate
  /** The wrapper's function for a call. */
  readonly process: ivm.Reference<unknown>
  readonly block: ScriptBlock
  /** One for all nodes of the isolate. */
  readonly clock: IsolateClock
  readonly name: string
  readonly limits: ScriptLimits
  readonly onDisposed: () => void
}

/** isolated-vm asks for options that are not there too: with a prototype to look through a call takes a sixth longer. */
function bare<Options extends object>(options: Options): Options {
  Reflect.setPrototypeOf(options, Reflect.getPrototypeOf(Object.prototype))
  return options
}

const NO_ARGUMENTS: [] = []
const SAVE: [boolean] = [true]

/** A rehearsal ends after so many calls, or so much of the processor's time. */
const REHEARSED_CALLS = 60
const REHEARSED_MS = 40

/** A node of a script plugin. Write inputs and parameters into `block`, call `process`, read the outputs. */
export class ScriptInstance implements RunningScript {
  readonly block: ScriptBlock
  readonly away = false
  readonly returns = false
  readonly #isolate: ivm.Isolate
  readonly #process: ivm.Reference<unknown>
  readonly #clock: IsolateClock
  readonly #name: string
  /** By number of quanta. */
  readonly #options: readonly { timeout: number }[]
  readonly #setUpMs: number
  readonly #onDisposed: () => void
  #disposed = false

  constructor({ isolate, process, block, clock, name, limits, onDisposed }: MadeScript) {
    this.#isolate = isolate
    this.#process = process
    this.block = block
    this.#clock = clock
    this.#name = name
    this.#options = Array.from({ length: block.quanta + 1 }, (_, quanta) =>
      bare({ timeout: allowedMs(limits, quanta) }),
    )
    this.#setUpMs = limits.setUpMs
    this.#onDisposed = onDisposed
  }

  /**
   * So many quanta, one after the other. A failure leaves the outputs of its quantum and of those after it as they
   * were; `block.done` says how many came before. A call costs 1.5 to 2.5 µs beside the plugin's own work.
   */
  process(quanta: number): Failure | undefined {
    this.block.begin(quanta)
    try {
      const options = this.#options[quanta]
      const said: unknown = this.#process.applySync(undefined, NO_ARGUMENTS, options)
      if (said === 0) return undefined
      return fail('script-threw', `${this.#name}: ${messageOf(said)}.`)
    } catch (thrown) {
      return scriptFailure(thrown, this.#name, this.#isolate)
    } finally {
      this.block.settle()
    }
  }

  /** Works on faint noise, on a thread of the isolate's. What fails will fail again when it is heard, and say so then. */
  async rehearse(values: readonly number[]): Promise<void> {
    const { block } = this
    const { inputs, outputs } = block.counts
    for (const [line, samples] of block.lines.slice(0, inputs).entries()) {
      for (let frame = 0; frame < samples.length; frame++) {
        samples[frame] = 0.1 * Math.sin((line + 1.7) * frame * frame)
      }
    }
    const until = this.cpuMs + REHEARSED_MS
    const { quanta } = block
    try {
      for (let call = 0; call < REHEARSED_CALLS && this.cpuMs < until; call++) {
        for (const [param, value] of values.entries()) {
          block.lines[inputs + outputs + param]?.fill(value)
          for (let quantum = 0; quantum < quanta; quantum++) block.change(param, quantum)
        }
        block.begin(quanta)
        const said = await this.#process.apply(undefined, NO_ARGUMENTS, this.#options[quanta])
        if (said !== 0) return
        block.settle()
      }
    } catch {
      // The isolate may be gone; whoever makes the next node hears of it.
    }
  }

  spent(wallMs: number, shortMs: number): number {
    return this.#clock.spent(wallMs, shortMs)
  }

  save(): Result<string | undefined> {
    try {
      const said: unknown = this.#process.applySync(undefined, SAVE, { timeout: this.#setUpMs })
      if (typeof said === 'string' && said.startsWith('s')) return ok(said.slice(1) || undefined)
      return err(fail('script-threw', `${this.#name}: ${messageOf(said)}.`))
    } catch (thrown) {
      return err(scriptFailure(thrown, this.#name, this.#isolate))
    } finally {
      this.#clock.settle()
    }
  }

  /**
   * Milliseconds that its plugin has had of the processor so far, with all of its nodes. Time in which the machine
   * did something else does not count.
   */
  get cpuMs(): number {
    return this.#isolate.isDisposed ? 0 : Number(this.#isolate.cpuTime) / 1e6
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return
    this.#disposed = true
    if (!this.#isolate.isDisposed) this.#process.release()
    this.#onDisposed()
  }
}
