import { unreachable, type Bytes, type CpuProfile, type Hertz, type Result } from '#shared/kit'
import type { ScriptLayout } from './script-block'
import type { RunningScript } from './script-instance'
import type { ScriptLimits } from './script-limits'
import { ScriptPlugin } from './script-plugin'
import { WasmPlugin } from './wasm-plugin'

export type CodeKind = 'script' | 'wasm'

/** A plugin’s code in an isolate, whatever it is written in. */
export interface LoadedCode extends Disposable {
  readonly name: string
  readonly dead: boolean
  readonly memory: Bytes
  readonly cpuMs: number
  instantiate(node: string, rate: Hertz, layout: ScriptLayout, kept?: string): Result<RunningScript>
  /** The same on a thread of its own. */
  instantiateApart(
    node: string,
    rate: Hertz,
    layout: ScriptLayout,
    kept?: string,
  ): Promise<Result<RunningScript>>
  /**
   * Runs a node that nobody hears for a moment, on a thread of its own, so that what the next one runs is compiled: it
   * would hold up the sound. `values` are those of the layout's parameters.
   */
  rehearse(
    node: string,
    rate: Hertz,
    layout: ScriptLayout,
    values: readonly number[],
  ): Promise<void>
  /** Where the time goes that work with its nodes takes. */
  profiled(work: () => void): Promise<CpuProfile>
  /** Makes no more nodes; goes with the last of those that it has. */
  retire(): void
}

export function loadCode(
  name: string,
  kind: CodeKind,
  code: Uint8Array,
  limits: ScriptLimits,
): Result<LoadedCode> {
  switch (kind) {
    case 'script':
      return ScriptPlugin.load(name, new TextDecoder().decode(code), limits)
    case 'wasm':
      return WasmPlugin.load(name, code, limits)
    default:
      return unreachable(kind)
  }
}
