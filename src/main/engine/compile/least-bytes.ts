import type { Bytes } from '#shared/kit'
import type { KernelBinding, KernelsDsp } from '#shared/graph'
import type { EngineDsp } from '../graph'
import { CHANNEL_BYTES, kernels, STATE_OFFSET } from '../kernels'
import { ALLOCATOR } from './kernel-graph'

/** Nodes of one kind share what they are made of. */
const known = new WeakMap<EngineDsp, Bytes>()

/** Memory that a node takes at least, in the shortest blocks: its kernels’ states, buses and signals, of one channel each. */
export function leastBytesOf(dsp: EngineDsp): Bytes {
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
  const spoken = Object.keys(kernels.get(ALLOCATOR)?.outputs ?? {}).length
  const voiceSignals = (voices?.count ?? 0) * spoken
  return bytes + (signals.size + voiceSignals) * CHANNEL_BYTES
}

function signalsOf(binding: KernelBinding): string[] {
  if (typeof binding === 'number' || !('param' in binding)) return []
  return [`${binding.param} ${binding.as ?? ''}`]
}
