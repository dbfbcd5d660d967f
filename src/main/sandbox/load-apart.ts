import ivm from 'isolated-vm'
import { err, fail, ok, type Result } from '#shared/kit'
import { checkModule } from './check-module'
import { IsolatedCode } from './isolated-code'
import type { CodeKind, LoadedCode } from './load-code'
import { messageOf, scriptFailure } from './script-failure'
import type { ScriptLimits } from './script-limits'
import { SCRIPT_WRAPPER } from './script-wrapper'
import { WASM_WRAPPER } from './wasm-wrapper'

interface Apart {
  readonly isolate: ivm.Isolate
  readonly context: ivm.Context
  /** The wrapper's function that takes the code. */
  readonly install: ivm.Reference<unknown>
  readonly timeout: { readonly timeout: number }
}

/** As `loadCode`, on a thread of the isolate’s: whoever waits for it makes sound meanwhile. */
export async function loadApart(
  name: string,
  kind: CodeKind,
  code: Uint8Array,
  limits: ScriptLimits,
): Promise<Result<LoadedCode>> {
  const problem = kind === 'wasm' ? checkModule(name, code, limits) : undefined
  if (problem !== undefined) return err(problem)
  const isolate = new ivm.Isolate({ memoryLimit: limits.heapMb })
  try {
    const context = await isolate.createContext()
    const text = kind === 'wasm' ? WASM_WRAPPER : SCRIPT_WRAPPER
    const wrapper = await context.eval(text, { reference: true })
    const install: ivm.Reference<unknown> = await wrapper.get('install', { reference: true })
    const create: ivm.Reference<unknown> = await wrapper.get('create', { reference: true })
    const apart = { isolate, context, install, timeout: { timeout: limits.setUpMs } }
    const said = await (kind === 'wasm'
      ? installWasm(apart, code)
      : installScript(apart, name, code))
    if (said === '') return ok(new IsolatedCode({ isolate, create, limits, name }))
    isolate.dispose()
    return err(fail('plugin-code-failed', `${name}: ${messageOf(said)}.`))
  } catch (thrown) {
    const failure = scriptFailure(thrown, name, isolate)
    if (!isolate.isDisposed) isolate.dispose()
    const threw = failure.code === 'script-threw'
    return err(threw ? { ...failure, code: 'plugin-code-failed' } : failure)
  }
}

async function installScript(
  { isolate, context, install, timeout }: Apart,
  name: string,
  code: Uint8Array,
): Promise<unknown> {
  const source = new TextDecoder().decode(code)
  const module = await isolate.compileModule(source, { filename: `${name}/main.js` })
  await module.instantiate(context, () => {
    throw new Error('A plugin’s bundle imports nothing')
  })
  await module.evaluate(timeout)
  return install.apply(undefined, [module.namespace.derefInto()], timeout)
}

async function installWasm({ install, timeout }: Apart, code: Uint8Array): Promise<unknown> {
  const bytes = new ivm.ExternalCopy(new Uint8Array(code).buffer)
  return install.apply(undefined, [bytes.copyInto({ release: true, transferIn: true })], timeout)
}
