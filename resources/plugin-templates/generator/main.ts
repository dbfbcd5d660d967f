import { definePlugin, generator, levelReader } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    'my-plugin': generator(({ sampleRate }) => {
      let phase = 0
      const gainAt = levelReader()
      return {
        process({ outputs, params, frames }) {
          const [out] = outputs.out
          if (out === undefined) return
          for (let i = 0; i < frames; i++) {
            out[i] = Math.sin(2 * Math.PI * phase) * gainAt(params.level[i] ?? 0)
            phase = (phase + (params.frequency[i] ?? 0) / sampleRate) % 1
          }
        },
      }
    }),
  },
})
