import { biquad, definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    'my-plugin': effect(({ sampleRate }) => {
      const filters = [biquad('low-pass', sampleRate), biquad('low-pass', sampleRate)]
      return {
        process({ inputs, outputs, params, frames }) {
          outputs.out.forEach((to, channel) => {
            const from = inputs.in[channel]
            const filter = filters[channel]
            if (from === undefined || filter === undefined) return
            for (let i = 0; i < frames; i++) {
              if (i % 16 === 0) filter.tune(params.cutoff[i] ?? 1000, params.q[i] ?? 0.7)
              to[i] = filter.next(from[i] ?? 0)
            }
          })
        },
      }
    }),
  },
})
