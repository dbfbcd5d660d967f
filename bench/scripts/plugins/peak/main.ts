import { definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'

/** Frames for which the coefficients stand still. */
const STEP = 16

/**
 * A peaking biquad as Web Audio defines it (R. Bristow-Johnson, “Cookbook formulae for audio EQ biquad filter
 * coefficients”), in the transposed direct form II. One or two channels.
 */
export default definePlugin(manifest, {
  nodes: {
    peak: effect(({ sampleRate }) => {
      const filter = new Peak(sampleRate)
      return {
        process({ inputs, outputs, params: { frequency, q, gain }, frames }) {
          const [left, right = left] = inputs.in
          const [outLeft, outRight = outLeft] = outputs.out
          if (left === undefined || outLeft === undefined) return
          let begin = 0
          for (let i = 0; i < frames; i += STEP) {
            if (filter.stands(frequency[i]!, q[i]!, gain[i]!)) continue
            filter.run(left, right!, outLeft, outRight!, begin, i)
            filter.tune(frequency[i]!, q[i]!, gain[i]!)
            begin = i
          }
          filter.run(left, right!, outLeft, outRight!, begin, frames)
        },
      }
    }),
  },
})

class Peak {
  readonly #rate: number
  #frequency = Number.NaN
  #q = Number.NaN
  #gain = Number.NaN
  #b0 = 1
  #b2 = 0
  /** That of the input is the same. */
  #a1 = 0
  #a2 = 0
  #left1 = 0
  #left2 = 0
  #right1 = 0
  #right2 = 0

  constructor(sampleRate: number) {
    this.#rate = sampleRate
  }

  stands(frequency: number, q: number, gain: number): boolean {
    return frequency === this.#frequency && q === this.#q && gain === this.#gain
  }

  tune(frequency: number, q: number, gain: number): void {
    this.#frequency = frequency
    this.#q = q
    this.#gain = gain
    const angle = (2 * Math.PI * Math.min(frequency, this.#rate * 0.499)) / this.#rate
    const alpha = Math.sin(angle) / (2 * q)
    const height = 10 ** (gain / 40)
    const scale = 1 / (1 + alpha / height)
    this.#b0 = (1 + alpha * height) * scale
    this.#a1 = -2 * Math.cos(angle) * scale
    this.#b2 = (1 - alpha * height) * scale
    this.#a2 = (1 - alpha / height) * scale
  }

  /** Both channels in one loop: each waits for its own feedback, in which one product and two sums lie, and the other fills the wait. */
  run(
    left: Float32Array,
    right: Float32Array,
    outLeft: Float32Array,
    outRight: Float32Array,
    begin: number,
    end: number,
  ): void {
    const b0 = this.#b0
    const b2 = this.#b2
    const a1 = this.#a1
    const a2 = this.#a2
    let left1 = this.#left1
    let left2 = this.#left2
    let right1 = this.#right1
    let right2 = this.#right2
    for (let i = begin; i < end; i++) {
      const x = left[i]!
      const u = right[i]!
      const y = b0 * x + left1
      const v = b0 * u + right1
      left1 = a1 * x + left2 - a1 * y
      right1 = a1 * u + right2 - a1 * v
      left2 = b2 * x - a2 * y
      right2 = b2 * u - a2 * v
      outLeft[i] = y
      outRight[i] = v
    }
    this.#left1 = left1
    this.#left2 = left2
    this.#right1 = right1
    this.#right2 = right2
  }
}
