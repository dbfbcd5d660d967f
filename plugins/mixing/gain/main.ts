import { definePlugin, effect, toGain } from '@wireharp/sdk'
import manifest from './plugin.json'

/** A level in dB, for every sample its own. */
export default definePlugin(manifest, {
  gain: effect(() => {
    let level = Number.NaN
    let factor = 1
    return {
      process({ inputs, outputs, params, frames }) {
        const { gain } = params
        for (let channel = 0; channel < outputs.out.length; channel++) {
          const from = inputs.in[channel]
          const to = outputs.out[channel]
          if (from === undefined || to === undefined) continue
          for (let i = 0; i < frames; i++) {
            const wanted = gain[i]!
            if (wanted !== level) {
              level = wanted
              factor = toGain(wanted)
            }
            to[i] = from[i]! * factor
          }
        }
      },
    }
  }),
})
