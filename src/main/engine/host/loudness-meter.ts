import type { KernelModule } from '../render/kernel-module'

/** Hears a render and says how loud it was. */
export interface LoudnessMeter extends Disposable {
  /** Interleaved stereo. */
  add(samples: Float32Array): void
  /** LUFS and dBTP. */
  result(): { readonly integrated: number; readonly truePeak: number }
}

export function createLoudnessMeter(_kernels: KernelModule, _sampleRate: number): LoudnessMeter {
  throw new Error('later')
}
