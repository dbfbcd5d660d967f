import { definePlugin, effect, levelReader } from '@wireharp/sdk'
import manifest from './plugin.json'

/**
 * tanh with first-order antiderivative anti-aliasing (J. Parker, V. Zavalishin, E. Le Bivic, “Reducing the
 * Aliasing of Nonlinear Waveshaping Using Continuous-Time Convolution”, DAFx 2016): the mean of tanh over the
 * line between two samples, (F(x₁) − F(x₀)) / (x₁ − x₀) with F = log cosh. Delays by half a sample.
 */
export default definePlugin(manifest, {
  nodes: {
    drive: effect(() => {
      const channels: Saturator[] = []
      const driveAt = levelReader()
      const levelAt = levelReader()
      return {
        process({ inputs, outputs, params, frames }) {
          outputs.out.forEach((to, index) => {
            const from = inputs.in[index]
            if (from === undefined) return
            const saturate = (channels[index] ??= new Saturator())
            for (let i = 0; i < frames; i++) {
              to[i] =
                saturate.next(from[i]! * driveAt(params.drive[i]!)) * levelAt(params.level[i]!)
            }
          })
        },
      }
    }),
  },
})

class Saturator {
  #before = 0
  #areaBefore = 0

  next(sample: number): number {
    const area = logCosh(sample)
    const step = sample - this.#before
    // So close together the difference is lost in rounding, and the curve is a line there anyway.
    const mean =
      Math.abs(step) < 1e-5
        ? Math.tanh((sample + this.#before) / 2)
        : (area - this.#areaBefore) / step
    this.#before = sample
    this.#areaBefore = area
    return mean
  }
}

/** log(cosh x) without overflow: |x| − log 2 + log(1 + e^(−2|x|)). */
function logCosh(x: number): number {
  const size = Math.abs(x)
  return size - Math.LN2 + Math.log1p(Math.exp(-2 * size))
}
