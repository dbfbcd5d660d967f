import { definePlugin, effect, levelReader } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    'my-plugin': effect(() => {
      const gainAt = levelReader()
      return {
        process({ inputs, outputs, params, frames }) {
          outputs.out.forEach((to, channel) => {
            // A mono input goes with every channel of the other one.
            const a = inputs.a[channel] ?? inputs.a[0]
            const b = inputs.b[channel] ?? inputs.b[0]
            if (a === undefined || b === undefined) return
            for (let i = 0; i < frames; i++) {
              to[i] = (a[i] ?? 0) * (b[i] ?? 0) * gainAt(params.level[i] ?? 0)
            }
          })
        },
      }
    }),
  },
})
