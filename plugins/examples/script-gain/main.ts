import { definePlugin, effect, levelReader } from '@wireharp/sdk'
import manifest from './plugin.json'

/** A level in dB, for every sample its own. */
export default definePlugin(manifest, {
  nodes: {
    'script-gain': effect(() => {
      const gainAt = levelReader()
      return {
        process({ inputs, outputs, params, frames }) {
          outputs.out.forEach((to, channel) => {
            const from = inputs.in[channel]
            if (from === undefined) return
            for (let i = 0; i < frames; i++) to[i] = from[i]! * gainAt(params.gain[i]!)
          })
        },
      }
    }),
  },
})
