import { readSync } from 'node:fs'
import type { Frames } from '#shared/kit'
import { strideOf } from './arena'

/**
 * An instance of the kernels on a memory: the main thread has one, and every helper. `host` runs steps that are not
 * kernels; without it there are none.
 */
export function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  block: Frames,
  host: (step: number, offset: Frames, frames: Frames) => void,
): WebAssembly.Exports {
  const read = (sound: number, from: number, bytes: number, to: number): number =>
    readSound(sound - 1, from, new Uint8Array(memory.buffer, to, bytes))
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory, abort: stop, host, read },
  })
  const setBlock = exports['executor_set_block']
  if (typeof setBlock === 'function') Reflect.apply(setBlock, undefined, [strideOf(block)])
  return exports
}

/** Bytes of an open file, as many as there are. A sound is known to kernels by its descriptor and one. */
function readSound(file: number, from: number, into: Uint8Array): number {
  let read = 0
  try {
    while (read < into.length) {
      const got = readSync(file, into, read, into.length - read, from + read)
      if (got === 0) break
      read += got
    }
  } catch {
    return 0
  }
  return read
}

function stop(): never {
  throw new Error('A kernel stopped on an assertion')
}
