import { fail, type Bytes, type Failure } from '#shared/kit'
import type { KernelBinding, KernelsDsp } from '#shared/graph'
import { CHANNEL_BYTES, kernels, STATE_OFFSET } from '../kernels'
import { MOST_MEMORY } from '../protocol'
import type { EngineDsp, EngineGraph } from '../graph'

/**
 * Why a graph cannot be played, as far as that is certain before an engine tries: its buses and signals alone, each of
 * one channel and in the shortest blocks, need more memory than there is. Takes 2 ms for 10,000 nodes.
 */
export function sizeProblem({ nodes }: EngineGraph): Failure | undefined {
  let bytes: Bytes = 0
  for (const id in nodes) {
    const dsp = nodes[id]?.dsp
    if (dsp !== undefined) bytes += leastBytesOf(dsp)
  }
  if (bytes <= MOST_MEMORY) return undefined
  const megabytes = Math.ceil(bytes / 2 ** 20)
  const most = MOST_MEMORY / 2 ** 20
  return fail(
    'graph-too-large',
    `The graph needs ${megabytes} MB at least; the engine has ${most}.`,
  )
}

/** Nodes of one kind share what they are made of. */
const known = new WeakMap<EngineDsp, Bytes>()

function leastBytesOf(dsp: EngineDsp): Bytes {
  const before = known.get(dsp)
  if (before !== undefined) return before
  const bytes = dsp.form === 'kernels' ? kernelBytes(dsp) : CHANNEL_BYTES
  known.set(dsp, bytes)
  return bytes
}

function kernelBytes({ kernels: own, voices }: KernelsDsp): Bytes {
  const voiced = new Set(voices?.kernels)
  /** Each is a signal, of a channel's length; readers of one share it. */
  const signals = new Set<string>()
  let bytes: Bytes = 0
  for (const [key, { kernel, params }] of Object.entries(own)) {
    const made = kernels.get(kernel)
    // One that has no sound is left out.
    if (made?.needsSound === true) continue
    const times = voiced.has(key) ? (voices?.count ?? 1) : 1
    // Voices write to the same places.
    bytes += times * STATE_OFFSET + Object.keys(made?.outputs ?? {}).length * CHANNEL_BYTES
    for (const [param, binding] of Object.entries(params)) {
      const isSignal = param in (made?.params ?? {})
      if (isSignal) for (const signal of signalsOf(binding)) signals.add(signal)
    }
  }
  return bytes + signals.size * CHANNEL_BYTES
}

function signalsOf(binding: KernelBinding): string[] {
  if (typeof binding === 'number' || !('param' in binding)) return []
  return [`${binding.param} ${binding.as ?? ''}`]
}
