import { definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    // Runs once for every node on the canvas: what it declares is the state of that node.
    'my-plugin': effect(({ sampleRate }) => {
      let phase = 0
      const gains = new Float32Array(128)
      return {
        // Runs once every 128 frames. Parameters have a value for every frame.
        process({ inputs, outputs, params, frames }) {
          for (let i = 0; i < frames; i++) {
            const wave = 0.5 - 0.5 * Math.cos(2 * Math.PI * phase)
            gains[i] = 1 - wave * ((params.depth[i] ?? 0) / 100)
            phase = (phase + (params.rate[i] ?? 0) / sampleRate) % 1
          }
          outputs.out.forEach((to, channel) => {
            const from = inputs.in[channel]
            if (from === undefined) return
            for (let i = 0; i < frames; i++) to[i] = (from[i] ?? 0) * (gains[i] ?? 0)
          })
        },
      }
    }),
  },
})
