import ivm from 'isolated-vm'
import { err, type Result } from '#shared/kit'
import { checkModule } from './check-module'
import { isolated, type IsolatedCode } from './isolated-code'
import { messageOf } from './script-failure'
import type { ScriptLimits } from './script-limits'
import { WASM_WRAPPER } from './wasm-wrapper'

/** Plugins that are a WebAssembly module; see `docs/plugins/wasm.md` for what it exports. */
export const WasmPlugin = {
  /** Looks at every section of the module before anything of it is compiled. */
  load(name: string, module: Uint8Array, limits: ScriptLimits): Result<IsolatedCode> {
    const problem = checkModule(name, module, limits)
    if (problem !== undefined) return err(problem)
    return isolated(name, limits, ({ context, left }) => {
      const wrapper = context.evalSync(WASM_WRAPPER, { reference: true })
      const install: ivm.Reference<unknown> = wrapper.getSync('install', { reference: true })
      const create: ivm.Reference<unknown> = wrapper.getSync('create', { reference: true })
      // A copy of its own: that of a Buffer may be a part of a pool, which holds other things too.
      const bytes = new ivm.ExternalCopy(new Uint8Array(module).buffer)
      const said: unknown = install.applySync(
        undefined,
        [bytes.copyInto({ release: true, transferIn: true })],
        left(),
      )
      return said === '' ? create : `x${messageOf(said)}`
    })
  },
}
