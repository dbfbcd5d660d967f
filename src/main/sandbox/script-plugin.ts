import type ivm from 'isolated-vm'
import type { Result } from '#shared/kit'
import { isolated, type IsolatedCode } from './isolated-code'
import { messageOf } from './script-failure'
import type { ScriptLimits } from './script-limits'
import { SCRIPT_WRAPPER } from './script-wrapper'

/** Plugins written in JavaScript. */
export const ScriptPlugin = {
  /** Compiles the bundle and runs it once. Nothing of it runs outside its isolate. */
  load(name: string, source: string, limits: ScriptLimits): Result<IsolatedCode> {
    return isolated(name, limits, ({ isolate, context, left }) => {
      const wrapper = context.evalSync(SCRIPT_WRAPPER, { reference: true })
      const install: ivm.Reference<unknown> = wrapper.getSync('install', { reference: true })
      const create: ivm.Reference<unknown> = wrapper.getSync('create', { reference: true })
      const module = isolate.compileModuleSync(source, { filename: `${name}/main.js` })
      module.instantiateSync(context, () => {
        throw new Error('A plugin’s bundle imports nothing')
      })
      module.evaluateSync(left())
      const said: unknown = install.applySync(undefined, [module.namespace.derefInto()], left())
      return said === '' ? create : `x${messageOf(said)}`
    })
  },
}
