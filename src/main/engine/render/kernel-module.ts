import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from '../../kit'
import { MINIMUM_PAGES } from '../kernels'
import { Arena, MAX_PAGES } from './arena'

/** A function of the kernels' Wasm module: numbers in, a number or nothing out. */
export type KernelFunction = (...args: number[]) => number

/** The kernels with an arena of their own. See `kernels/README.md` for what the functions take. */
export class KernelModule {
  readonly arena: Arena
  readonly #exports: WebAssembly.Exports

  constructor(module: WebAssembly.Module) {
    const memory = new WebAssembly.Memory({ initial: MINIMUM_PAGES, maximum: MAX_PAGES })
    const instance = new WebAssembly.Instance(module, { env: { memory, abort: stop } })
    this.#exports = instance.exports
    const base = this.#exports['__heap_base']
    if (!(base instanceof WebAssembly.Global)) {
      throw new Error('kernels.wasm exports no __heap_base')
    }
    this.arena = new Arena(memory, Number(base.valueOf()))
  }

  /** An exported function; that it exists was settled when the kernels were built. */
  call(name: string): KernelFunction {
    const found = this.optional(name)
    if (found === undefined) throw new Error(`kernels.wasm exports no ${name}`)
    return found
  }

  optional(name: string): KernelFunction | undefined {
    const found = this.#exports[name]
    return isKernelFunction(found) ? found : undefined
  }
}

/** Wasm functions take and give numbers alone, so being a function says it all. */
function isKernelFunction(value: unknown): value is KernelFunction {
  return typeof value === 'function'
}

let compiled: WebAssembly.Module | undefined

/** The kernels, compiled once a process. */
export function loadKernels(): KernelModule {
  compiled ??= new WebAssembly.Module(readFileSync(join(rootFolder(), 'out/kernels.wasm')))
  return new KernelModule(compiled)
}

function stop(): never {
  throw new Error('A kernel stopped on an assertion')
}
