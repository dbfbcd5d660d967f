import { QUANTUM, type Frames } from '#shared/kit'
import type { InputPart } from '../playback'

const CHANNELS = 2

/** Which of the two channels that come in are kept. */
export type InputChannels = 'stereo' | 'left' | 'right'

/** From a frame of the take on it belongs to another place of the timeline: the loop began again. */
export interface Pass {
  readonly frame: Frames
  readonly position: Frames
}

/**
 * Finds in what comes in the part that belongs to the timeline. It begins with the first quantum in which the playhead
 * moves, so a count-in is no part of it; and what was played to a sound comes in later than that sound went out, by the
 * latency: so many frames are left out at the beginning.
 */
export class TakePlacer {
  readonly passes: Pass[] = []
  readonly #channels: InputChannels
  readonly #drift: Frames
  #skip: Frames
  /** The quantum before, which waits for the next one to tell whether the playhead moves. */
  #held: { readonly samples: Float32Array; readonly position: number } | undefined
  /** Frames since the beginning, before any is left out. */
  #frames: Frames = 0

  constructor(latency: Frames, rate: number, channels: InputChannels) {
    this.#skip = Math.max(0, Math.round(latency))
    this.#channels = channels
    // Less than this is a quantum that was late, and nobody hears it.
    this.#drift = 0.02 * rate
  }

  /** Where on the timeline it begins; undefined until the playhead moves. */
  get position(): Frames | undefined {
    return this.passes[0]?.position
  }

  get channels(): number {
    return this.#channels === 'stereo' ? 2 : 1
  }

  /** The frames of a part that belong to the take, interleaved. */
  take({ samples, positions, lost }: InputPart): Float32Array<ArrayBuffer> {
    const size = QUANTUM * CHANNELS
    const kept: Float32Array[] = []
    // What was lost is silence, so that the rest is where it belongs.
    if (this.position !== undefined) {
      for (let index = 0; index < lost; index++) kept.push(this.#keep(new Float32Array(size)))
    }
    for (const [index, position] of positions.entries()) {
      const quantum = samples.subarray(index * size, (index + 1) * size)
      if (this.position === undefined) this.#wait(quantum, position, kept)
      else this.#goOn(quantum, position, kept)
    }
    return joined(kept)
  }

  #wait(samples: Float32Array, position: number, kept: Float32Array[]): void {
    const before = this.#held
    this.#held = { samples: samples.slice(), position }
    if (before === undefined || position !== before.position + QUANTUM) return
    this.passes.push({ frame: 0, position: before.position })
    kept.push(this.#keep(before.samples))
    this.#goOn(samples, position, kept)
  }

  #goOn(samples: Float32Array, position: number, kept: Float32Array[]): void {
    const last = this.passes.at(-1)
    if (last !== undefined && !Number.isNaN(position)) {
      const expected = last.position + this.#frames - last.frame
      if (Math.abs(position - expected) > this.#drift) {
        this.passes.push({ frame: this.#frames, position })
      }
    }
    kept.push(this.#keep(samples))
  }

  #keep(samples: Float32Array): Float32Array {
    this.#frames += QUANTUM
    const left = Math.min(QUANTUM, this.#skip)
    this.#skip -= left
    if (this.#channels === 'stereo') return samples.slice(left * CHANNELS)
    const one = new Float32Array(QUANTUM - left)
    const offset = this.#channels === 'left' ? 0 : 1
    for (let frame = left; frame < QUANTUM; frame++) {
      one[frame - left] = samples[frame * CHANNELS + offset] ?? 0
    }
    return one
  }
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
