import { parentPort, workerData } from 'node:worker_threads'
import { instantiateKernels } from './instantiate-kernels'

/** What a helper gets: the kernels' code and memory, and the board where work is put up. */
export interface HelperData {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly block: number
  readonly board: number
}

/** A thread that helps to render until it is told to go home. Scripts never run here. */
function help({ module, memory, block, board }: HelperData): void {
  // What grew while the memory was on its way here is never heard of, and would be out of bounds for this thread: V8
  // tells those that have it by then. Growing it by nothing makes it look.
  memory.grow(0)
  const exports = instantiateKernels(module, memory, block, () => {
    throw new Error('A helper was given a step of the host')
  })
  parentPort?.postMessage('awake')
  const call = (name: string): void => {
    const found = exports[name]
    if (typeof found === 'function') Reflect.apply(found, undefined, [board])
  }
  try {
    call('executor_help')
  } catch (thrown) {
    // The main thread waits for what this one took, and hears of no event meanwhile.
    call('executor_fall')
    throw thrown
  }
}

if (isHelperData(workerData)) help(workerData)

function isHelperData(value: unknown): value is HelperData {
  return typeof value === 'object' && value !== null && 'memory' in value && 'board' in value
}
