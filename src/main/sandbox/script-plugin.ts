import ivm from 'isolated-vm'
import { err, fail, ok, type Hertz, type Result } from '#shared/kit'
import { ScriptBlock, type ScriptLayout } from './script-block'
import { messageOf, scriptFailure } from './script-failure'
import { ScriptInstance } from './script-instance'
import type { ScriptLimits } from './script-limits'
import { SCRIPT_WRAPPER } from './script-wrapper'

/** One plugin's code in an isolate of its own; all of its nodes share it. */
export class ScriptPlugin implements Disposable {
  readonly #isolate: ivm.Isolate
  readonly #create: ivm.Reference<unknown>
  readonly #limits: ScriptLimits
  readonly #name: string
  #instances = 0
  #retired = false

  private constructor(
    isolate: ivm.Isolate,
    create: ivm.Reference<unknown>,
    limits: ScriptLimits,
    name: string,
  ) {
    this.#isolate = isolate
    this.#create = create
    this.#limits = limits
    this.#name = name
  }

  /** Compiles the bundle and runs it once. Nothing of it runs outside its isolate. */
  static load(name: string, source: string, limits: ScriptLimits): Result<ScriptPlugin> {
    const isolate = new ivm.Isolate({ memoryLimit: limits.heapMb })
    const began = performance.now()
    const left = () => ({
      timeout: Math.max(1, Math.ceil(limits.setUpMs - (performance.now() - began))),
    })
    try {
      const context = isolate.createContextSync()
      const wrapper = context.evalSync(SCRIPT_WRAPPER, { reference: true })
      const install: ivm.Reference<unknown> = wrapper.getSync('install', { reference: true })
      const create: ivm.Reference<unknown> = wrapper.getSync('create', { reference: true })
      const module = isolate.compileModuleSync(source, { filename: `${name}/main.js` })
      module.instantiateSync(context, () => {
        throw new Error('A plugin’s bundle imports nothing')
      })
      module.evaluateSync(left())
      const said: unknown = install.applySync(undefined, [module.namespace.derefInto()], left())
      if (said === '') return ok(new ScriptPlugin(isolate, create, limits, name))
      isolate.dispose()
      return err(fail('plugin-code-failed', `${name}: ${messageOf(said)}.`))
    } catch (thrown) {
      const failure = scriptFailure(thrown, name, isolate)
      if (!isolate.isDisposed) isolate.dispose()
      return err(
        failure.code === 'script-threw' ? { ...failure, code: 'plugin-code-failed' } : failure,
      )
    }
  }

  /** A node of the plugin, ready to process. */
  instantiate(node: string, sampleRate: Hertz, layout: ScriptLayout): Result<ScriptInstance> {
    const block = new ScriptBlock(layout)
    const shared = new ivm.ExternalCopy(block.shared)
    const lanes = JSON.stringify({ ...layout, places: block.places })
    try {
      const made: unknown = this.#create.applySync(
        undefined,
        [node, sampleRate, lanes, shared.copyInto({ release: true })],
        { timeout: this.#limits.setUpMs, result: { reference: true } },
      )
      if (!(made instanceof ivm.Reference)) {
        return err(fail('plugin-code-failed', `${this.#name} failed.`))
      }
      if (made.typeof === 'function') {
        this.#instances += 1
        return ok(
          new ScriptInstance({
            isolate: this.#isolate,
            process: made,
            block,
            name: this.#name,
            limits: this.#limits,
            onDisposed: () => {
              this.#instances -= 1
              this.#tidy()
            },
          }),
        )
      }
      return err(fail('plugin-code-failed', `${this.#name}: ${messageOf(made.copySync())}.`))
    } catch (thrown) {
      return err(scriptFailure(thrown, this.#name, this.#isolate))
    }
  }

  /** Its isolate is gone: out of memory, or disposed of. */
  get dead(): boolean {
    return this.#isolate.isDisposed
  }

  /** Makes no more nodes; its isolate goes with the last of those that it has. */
  retire(): void {
    this.#retired = true
    this.#tidy()
  }

  #tidy(): void {
    if (this.#retired && this.#instances === 0) this[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    if (!this.#isolate.isDisposed) this.#isolate.dispose()
  }
}
