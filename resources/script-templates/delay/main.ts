import { definePlugin, delayLine, effect, mix } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    'my-plugin': effect(({ sampleRate }) => {
      const lines = [delayLine(2 * sampleRate), delayLine(2 * sampleRate)]
      return {
        process({ inputs, outputs, params, frames }) {
          outputs.out.forEach((to, channel) => {
            const from = inputs.in[channel]
            const line = lines[channel]
            if (line === undefined) return
            for (let i = 0; i < frames; i++) {
              const dry = from?.[i] ?? 0
              // What is pushed now is read again so many frames later.
              const wet = line.read((params.time[i] ?? 0.3) * sampleRate - 1)
              line.push(dry + wet * ((params.feedback[i] ?? 0) / 100))
              to[i] = mix(dry, wet, (params.mix[i] ?? 0) / 100)
            }
          })
        },
      }
    }),
  },
})
