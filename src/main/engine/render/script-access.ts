import type { Failure, Result } from '#shared/kit'
import type { RunningScript, ScriptLayout, ScriptLimits } from '../../sandbox'
import type { ScriptMeter } from './script-meter'

/** What became of scripts, beside what is wrong with their nodes. */
export type ScriptEvent =
  /** A node that was bypassed sounds again. */
  | { readonly kind: 'recovered'; readonly node: string }
  /**
   * Other code took over; or did not (`failure`), and the old goes on. `lost` says why it began without what the old
   * code kept.
   */
  | {
      readonly kind: 'replaced'
      readonly node: string
      readonly failure?: Failure
      readonly lost?: Failure
    }
  /** A plugin’s process ended, or had to. */
  | { readonly kind: 'death'; readonly plugin: string; readonly failure: Failure }

/** How a unit gets at its plugin's code, wherever that runs. */
export interface ScriptAccess {
  readonly limits: ScriptLimits
  readonly meter: ScriptMeter
  instantiate(layout: ScriptLayout, kept?: string): Result<RunningScript>
  /**
   * Makes ahead, on another thread, what the next `instantiate` answers; not there where that takes no time, or
   * where there is nothing that would wait.
   */
  readonly ahead?: ((layout: ScriptLayout, kept?: string) => Promise<void>) | undefined
  /** Runs it with the watchdog looking, where it runs in this very process. */
  guarded<T>(allowedMs: number, act: () => T): T
  tell(event: ScriptEvent): void
  /** This version of the code is not used by the node any more; `refused`: nor by any other. */
  release(refused?: 'refused'): void
}
