/// <reference types="node" />
// The least host that runs kernels for benchmarks: one arena, instances and buses laid out by hand.

import { readFile } from 'node:fs/promises'
import { buildKernels } from '../../bin/build-kernels.mjs'

export const BLOCK = 1024
export const CHANNEL_BYTES = BLOCK * 4

/**
 * Instantiates the kernels. Addresses stay valid; views must be taken after the last `allocate`.
 */
export async function createHost() {
  const module = await WebAssembly.compile(await readFile(await buildKernels()))
  const memory = new WebAssembly.Memory({ initial: 1024, maximum: 65_536, shared: true })
  const env = { memory, read: () => 0, host: () => {} }
  const { exports } = await WebAssembly.instantiate(module, { env })
  const functions = /** @type {Record<string, (...args: number[]) => number>} */ (exports)
  const base = /** @type {WebAssembly.Global} */ (exports.__heap_base)
  let next = Number(base.value)

  /** @param {number} bytes */

  function allocate(bytes) {
    const address = (next + 15) & ~15
    next = address + bytes
    return address
  }

  /**
   * An instance with one param buffer a value; `input` and `output` are (pointer, channels).
   * @param {string} id
   * @param {{ input?: number[], output: number[], params: (number | Float32Array)[] }} setup
   */
  function instance(id, { input, output, params }, sampleRate = 48_000) {
    const self = allocate(functions[`${id}_state_size`](output[1], sampleRate))
    const header = new Uint32Array(memory.buffer, self, 88)
    if (input) header.set(input, 0)
    header.set(output, 16)
    params.forEach((value, index) => {
      const buffer = allocate(CHANNEL_BYTES)
      const values = typeof value === 'number' ? [value] : value
      new Float32Array(memory.buffer, buffer, values.length).set(values)
      header.set([buffer, typeof value === 'number' ? 0 : 1], 28 + 2 * index)
    })
    functions[`${id}_init`](self, sampleRate, 1)
    const process = functions[`${id}_process`]
    return (/** @type {number} */ offset, /** @type {number} */ frames) =>
      process(self, offset, frames)
  }

  return { allocate, functions, instance, memory }
}

/**
 * Runs `work` several times and returns the shortest time in milliseconds.
 * @param {number} times
 * @param {() => void | Promise<void>} work
 */
export async function shortest(times, work) {
  let best = Infinity
  for (let run = 0; run < times; run++) {
    const start = performance.now()
    await work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}
