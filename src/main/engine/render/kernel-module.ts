import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bytes, Frames } from '#shared/kit'
import { rootFolder } from '../../kit'
import { MINIMUM_PAGES } from '../kernels'
import { Arena, MAX_PAGES } from './arena'
import { instantiateKernels } from './instantiate-kernels'
import { SoundStore } from './sound-store'

/** A function of the kernels' Wasm module: numbers in, a number or nothing out. */
export type KernelFunction = (...args: number[]) => number

/** A step of a program that is not a kernel: frames `offset` … `offset + frames` of the present block. */
export type HostStep = (offset: Frames, frames: Frames) => void

/** The kernels with an arena of their own. See `kernels/README.md` for what the functions take. */
export class KernelModule {
  readonly arena: Arena
  /** What players play. */
  readonly sounds: SoundStore
  readonly module: WebAssembly.Module
  readonly #exports: WebAssembly.Exports
  readonly #hosted = new Map<number, HostStep>()
  #nextHosted = 0

  /** `block`: the most frames that are rendered at once; `stored`: the most bytes of players' sounds in memory. */
  constructor(module: WebAssembly.Module, block: Frames, stored?: Bytes) {
    this.module = module
    const memory = new WebAssembly.Memory({
      initial: MINIMUM_PAGES,
      maximum: MAX_PAGES,
      shared: true,
    })
    const host = (step: number, offset: Frames, frames: Frames): void => {
      this.#hosted.get(step)?.(offset, frames)
    }
    this.#exports = instantiateKernels(module, memory, block, host)
    const base = this.#exports['__heap_base']
    if (!(base instanceof WebAssembly.Global)) {
      throw new Error('kernels.wasm exports no __heap_base')
    }
    this.arena = new Arena(memory, Number(base.valueOf()), block)
    this.sounds = new SoundStore(this.arena, stored)
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

  /** Place of a step's function in the module's table. */
  indexOf(step: string): number {
    return this.call(`${step}_index`)()
  }

  /** A number by which programs run a function of ours, until the owner is disposed of. */
  host(step: HostStep, owner: DisposableStack): number {
    const id = this.#nextHosted++
    this.#hosted.set(id, step)
    owner.defer(() => this.#hosted.delete(id))
    return id
  }
}

/** Wasm functions take and give numbers alone, so being a function says it all. */
function isKernelFunction(value: unknown): value is KernelFunction {
  return typeof value === 'function'
}

let compiled: WebAssembly.Module | undefined

/** The kernels' code, compiled once a process; threads get it from there. */
export function kernelsCode(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(join(rootFolder(), 'out/kernels.wasm')))
  return compiled
}

export function loadKernels(block: Frames = 1024, stored?: Bytes): KernelModule {
  return new KernelModule(kernelsCode(), block, stored)
}
