import { definePlugin, generator } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    'my-plugin': generator(({ sampleRate }) => {
      let phase = 0
      return {
        process({ outputs, params, frames }) {
          const [out] = outputs.out
          if (out === undefined) return
          for (let i = 0; i < frames; i++) {
            out[i] = Math.sin(2 * Math.PI * phase)
            phase = (phase + (params.rate[i] ?? 0) / sampleRate) % 1
          }
        },
        // Goes on where it was when the code is replaced.
        getState: () => phase,
        setState: state => {
          phase = Number(state)
        },
      }
    }),
  },
})
