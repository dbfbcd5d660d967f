import { definePlugin, effect, levelReader } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    'my-plugin': effect(({ sampleRate }) => {
      const depthAt = levelReader()
      const gains = new Float32Array(128)
      // How loud the sidechain has been lately.
      let level = 0
      return {
        process({ inputs, outputs, params, frames }) {
          const keep = Math.exp(-1 / ((params.release[0] ?? 0.2) * sampleRate))
          for (let i = 0; i < frames; i++) {
            let most = 0
            for (const channel of inputs.sidechain) most = Math.max(most, Math.abs(channel[i] ?? 0))
            level = Math.max(Math.min(1, most), level * keep)
            // Floats this small are slow, and are silence.
            if (level < 1e-25) level = 0
            gains[i] = 1 - level * (1 - depthAt(-(params.depth[i] ?? 0)))
          }
          outputs.out.forEach((to, channel) => {
            const from = inputs.in[channel]
            if (from === undefined) return
            for (let i = 0; i < frames; i++) to[i] = (from[i] ?? 0) * (gains[i] ?? 1)
          })
        },
      }
    }),
  },
})
