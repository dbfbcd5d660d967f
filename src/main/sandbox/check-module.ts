import { fail, type Failure } from '#shared/kit'
import { checkWasm } from './check-wasm'
import type { ScriptLimits } from './script-limits'

const PAGE = 2 ** 16

/** Why a module is not let in. */
export function checkModule(
  name: string,
  module: Uint8Array,
  { heapMb }: ScriptLimits,
): Failure | undefined {
  const problem = checkWasm(module, { pages: (heapMb * 2 ** 20) / PAGE })
  return problem === undefined ? undefined : fail('wasm-refused', `${name}: ${problem}.`)
}
