import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MINIMUM_PAGES } from '../abi'

const root = resolve(import.meta.dirname, '../../../../..')

function compileModule(): WebAssembly.Module {
  execFileSync(process.execPath, [join(root, 'bin/build-kernels.mjs')], { stdio: 'inherit' })
  return new WebAssembly.Module(readFileSync(join(root, 'out/kernels.wasm')))
}

const module = compileModule()

/**
 * The kernels in a memory of their own, with a bump arena above their tables: one per test render.
 */
export type Arena = {
  readonly heapBase: number
  /** Address of `bytes` zeroed bytes, aligned to 16. */
  allocate(bytes: number): number
  /** Calls an export; what it returns as a number (NaN for nothing). */
  call(name: string, ...args: readonly number[]): number
  has(name: string): boolean
  /** Views are made anew each time, since the memory may grow. */
  floats(address: number, length: number): Float32Array
  words(address: number, length: number): Uint32Array
  doubles(address: number, length: number): Float64Array
}

/** Instantiates the module, built first when it is stale. */
export function createArena(): Arena {
  const memory = new WebAssembly.Memory({ initial: MINIMUM_PAGES, maximum: 65_536, shared: true })
  const env = { memory, read: () => 0, host: () => {} }
  const { exports } = new WebAssembly.Instance(module, { env })
  const base = exports['__heap_base']
  if (!(base instanceof WebAssembly.Global)) throw new Error('The module has no __heap_base')
  const heapBase = Number(base.value)
  let next = (heapBase + 15) & ~15

  function allocate(bytes: number): number {
    const address = next
    next = (next + bytes + 15) & ~15
    const missing = next - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
    return address
  }

  function call(name: string, ...args: readonly number[]): number {
    const target = exports[name]
    if (typeof target !== 'function') throw new Error(`The module has no ${name}`)
    return Number(Reflect.apply(target, undefined, args))
  }

  return {
    heapBase,
    allocate,
    call,
    has: name => name in exports,
    floats: (address, length) => new Float32Array(memory.buffer, address, length),
    words: (address, length) => new Uint32Array(memory.buffer, address, length),
    doubles: (address, length) => new Float64Array(memory.buffer, address, length),
  }
}
