import { definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'

/** Below it a line counts as silent, so that noise is not divided. */
const FLOOR = 1e-4

/** A flip-flop turns over at every upward crossing of the filtered sound, and another at every second one. */
class Divider {
  #low = 0
  #high = false
  #level = 0
  #one = 1
  #two = 1
  #smooth1 = 0
  #smooth2 = 0
  readonly #keep: number
  readonly #track: number

  constructor(sampleRate: number) {
    this.#keep = Math.exp(-1 / (0.03 * sampleRate))
    this.#track = 1 - Math.exp((-2 * Math.PI * 180) / sampleRate)
  }

  next(sample: number, one: number, two: number, tone: number): number {
    this.#low += this.#track * (sample - this.#low)
    const size = Math.abs(sample)
    this.#level = size > this.#level ? size : size + (this.#level - size) * this.#keep
    const gap = 0.1 * this.#level
    if (!this.#high && this.#low > gap && this.#level > FLOOR) {
      this.#high = true
      this.#one = -this.#one
      if (this.#one > 0) this.#two = -this.#two
    } else if (this.#high && this.#low < -gap) this.#high = false
    if (this.#level < 1e-9) this.#level = 0
    const wanted = this.#level * (one * this.#one + two * this.#two)
    this.#smooth1 += tone * (wanted - this.#smooth1)
    this.#smooth2 += tone * (this.#smooth1 - this.#smooth2)
    if (Math.abs(this.#smooth2) + Math.abs(this.#smooth1) < 1e-20 && wanted === 0) {
      this.#smooth1 = 0
      this.#smooth2 = 0
      this.#low = Math.abs(this.#low) < 1e-20 ? 0 : this.#low
    }
    return this.#smooth2
  }
}

export default definePlugin(manifest, {
  nodes: {
    'octave-divider': effect(({ sampleRate }) => {
      const dividers: Divider[] = []
      let corner = 0
      let tone = 0
      return {
        process({ inputs, outputs, params, frames }) {
          outputs.out.forEach((to, channel) => {
            const from = inputs.in[channel]
            const divider = (dividers[channel] ??= new Divider(sampleRate))
            if (from === undefined) return
            for (let i = 0; i < frames; i++) {
              if (params.tone[i] !== corner) {
                corner = params.tone[i]!
                tone = 1 - Math.exp((-2 * Math.PI * corner) / sampleRate)
              }
              const low = divider.next(from[i]!, params.one[i]! / 100, params.two[i]! / 100, tone)
              to[i] = from[i]! * (params.dry[i]! / 100) + low
            }
          })
        },
      }
    }),
  },
})
