import type { Frames } from '#shared/kit'
import type { Bus } from './bus'
import type { KernelFunction, KernelModule } from './kernel-module'

/**
 * One step of rendering: what it does to frames `offset` … `offset + frames` of the present block. Both are
 * multiples of the quantum.
 */
export interface Step {
  run(offset: Frames, frames: Frames): void
}

/** Where a mix takes sound from: a bus of this block, or the quantum before where the cable closes a loop. */
export interface Source {
  readonly bus: Bus
  /** The bus holds one quantum, from its start, instead of the block. */
  readonly delayed: boolean
}

/** Sum of all sources; silence without any. */
export function mixStep(kernels: KernelModule, into: Bus, sources: readonly Source[]): Step {
  const clear = kernels.call('op_clear')
  const copy = kernels.call('op_copy')
  const mix = kernels.call('op_mix')
  return {
    run: (offset, frames) => {
      if (sources.length === 0) clear(into.at, into.channels, offset, frames)
      for (let i = 0; i < sources.length; i++) {
        const source = sources[i]
        if (source === undefined) continue
        const add = i === 0 ? copy : mix
        const { at, channels } = source.bus
        // Buses have a fixed stride, so that a pointer moved by the offset is a bus that begins there.
        if (source.delayed) add(into.at + offset * 4, into.channels, at, channels, 0, frames)
        else add(into.at, into.channels, at, channels, offset, frames)
      }
    },
  }
}

/** Keeps the quantum that a looping cable carries into the next one. */
export function delayStep(kernels: KernelModule, into: Bus, from: Bus): Step {
  const copy = kernels.call('op_copy')
  return {
    run: (offset, frames) => {
      copy(into.at, into.channels, from.at + offset * 4, from.channels, 0, frames)
    },
  }
}

export function kernelStep(process: KernelFunction, self: number): Step {
  return {
    run: (offset, frames) => {
      process(self, offset, frames)
    },
  }
}

/**
 * Stands behind every output: takes out what is no sound (NaN, infinities, denormals), keeps the peak of each
 * channel at `meter`, and says how many samples were taken out.
 */
export function guardStep(
  kernels: KernelModule,
  bus: Bus,
  meter: number,
  onMended: (samples: number) => void,
): Step {
  const guard = kernels.call('op_guard')
  return {
    run: (offset, frames) => {
      const mended = guard(bus.at, bus.channels, offset, frames, meter)
      if (mended > 0) onMended(mended)
    },
  }
}
