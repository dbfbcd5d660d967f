import { definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'

/** The same as `dsp.as.ts` beside it, to the bit. */
export default definePlugin(manifest, {
  nodes: {
    'fold-script': effect(({ sampleRate }) => {
      const pole = 1 - (2 * Math.PI * 10) / sampleRate
      // By channel the last sample folded and the last one given.
      const past = new Float64Array(64)
      return {
        process({ inputs, outputs, params, frames }) {
          const channels = Math.min(inputs.in.length, outputs.out.length)
          for (let channel = 0; channel < channels; channel++) {
            const from = inputs.in[channel]!
            const to = outputs.out[channel]!
            let before = past[2 * channel]!
            let last = past[2 * channel + 1]!
            for (let i = 0; i < frames; i++) {
              const turn = from[i]! * params.drive[i]! * 0.25 + 0.25
              const folded = 4 * Math.abs(turn - Math.floor(turn + 0.5)) - 1
              last = folded - before + pole * last
              before = folded
              to[i] = last
            }
            past[2 * channel] = before
            past[2 * channel + 1] = last
          }
        },
        getState: () => [...past],
        setState: (state: unknown) => {
          if (Array.isArray(state) && state.length === past.length) past.set(state.map(Number))
        },
      }
    }),
  },
})
