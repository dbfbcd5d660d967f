import { analyzer, definePlugin } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    'my-plugin': analyzer(({ sampleRate }) => {
      let level = 0
      return {
        process({ inputs, outputs, params, frames }) {
          const [out] = outputs.level
          if (out === undefined) return
          const keep = Math.exp(-1 / ((params.release[0] ?? 0.1) * sampleRate))
          for (let i = 0; i < frames; i++) {
            let most = 0
            for (const channel of inputs.in) most = Math.max(most, Math.abs(channel[i] ?? 0))
            level = Math.max(most, level * keep)
            // Floats this small are slow, and are silence.
            if (level < 1e-25) level = 0
            out[i] = level
          }
        },
      }
    }),
  },
})
