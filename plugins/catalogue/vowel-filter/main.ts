import { definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'

/** Formants of a man’s voice in Hz, the first three of a, e, i, o and u (Peterson and Barney, JASA 1952). */
const formants = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [270, 2290, 3010],
  [570, 840, 2410],
  [300, 870, 2240],
] as const
/** How loud each is against the first. */
const levels = [1, 0.6, 0.35] as const
/** The coefficients follow the knobs so often. */
const STEP = 16

export default definePlugin(manifest, {
  nodes: {
    'vowel-filter': effect(({ sampleRate }) => {
      // Of every channel and formant the two states of a state-variable filter (Simper, 2013).
      const states = new Float64Array(64 * 6)
      const g = new Float64Array(3)
      const k = new Float64Array(3)
      const tune = (vowel: number, size: number, resonance: number) => {
        const low = Math.min(3, Math.max(0, Math.floor(vowel)))
        const part = Math.min(1, Math.max(0, vowel - low))
        for (let f = 0; f < 3; f++) {
          const [a, b] = [formants[low]![f]!, formants[low + 1]![f]!]
          const frequency = a * (b / a) ** part * 2 ** (size / 12)
          g[f] = Math.tan(Math.PI * Math.min(0.45, frequency / sampleRate))
          k[f] = 1 / (2 + 16 * resonance)
        }
      }
      return {
        process({ inputs, outputs, params, frames }) {
          const channels = Math.min(inputs.in.length, outputs.out.length)
          for (let start = 0; start < frames; start += STEP) {
            tune(params.vowel[start]!, params.size[start]!, params.resonance[start]! / 100)
            for (let channel = 0; channel < channels; channel++) {
              const from = inputs.in[channel]!
              const to = outputs.out[channel]!
              for (let f = 0; f < 3; f++) {
                const at = channel * 6 + f * 2
                const a1 = 1 / (1 + g[f]! * (g[f]! + k[f]!))
                const a2 = g[f]! * a1
                const level = levels[f]! * k[f]! * 3
                let s1 = states[at]!
                let s2 = states[at + 1]!
                for (let i = start; i < start + STEP; i++) {
                  const v3 = from[i]! - s2
                  const band = a1 * s1 + a2 * v3
                  const low = s2 + g[f]! * band
                  s1 = 2 * band - s1
                  s2 = 2 * low - s2
                  to[i] = to[i]! + band * level
                }
                states[at] = Math.abs(s1) < 1e-20 ? 0 : s1
                states[at + 1] = Math.abs(s2) < 1e-20 ? 0 : s2
              }
            }
          }
          for (let channel = 0; channel < channels; channel++) {
            const from = inputs.in[channel]!
            const to = outputs.out[channel]!
            for (let i = 0; i < frames; i++) {
              const mix = params.mix[i]! / 100
              to[i] = from[i]! * (1 - mix) + to[i]! * mix
            }
          }
        },
        getState: () => [...states],
        setState: (state: unknown) => {
          if (Array.isArray(state) && state.length === states.length) states.set(state.map(Number))
        },
      }
    }),
  },
})
