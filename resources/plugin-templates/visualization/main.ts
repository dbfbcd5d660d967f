import { analyzer, definePlugin, peak } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    'my-plugin': analyzer(() => ({
      process({ inputs, outputs }) {
        let most = 0
        for (const channel of inputs.in) most = Math.max(most, peak(channel))
        outputs.level[0]?.fill(most)
      },
    })),
  },
})
