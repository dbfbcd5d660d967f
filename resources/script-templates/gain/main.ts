import { definePlugin, effect, levelReader } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    // Runs once for every node on the canvas: what it declares is the state of that node.
    'my-plugin': effect(() => {
      const gainAt = levelReader()
      return {
        // Runs once every 128 frames. Parameters have a value for every frame.
        process({ inputs, outputs, params, frames }) {
          outputs.out.forEach((to, channel) => {
            const from = inputs.in[channel]
            if (from === undefined) return
            for (let i = 0; i < frames; i++) to[i] = (from[i] ?? 0) * gainAt(params.gain[i] ?? 0)
          })
        },
      }
    }),
  },
})
