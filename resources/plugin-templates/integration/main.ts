import { definePlugin, text } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  // Rights are named here as well as in plugin.json. Each adds a member to the context, "fetch" in this case.
  rights: ['network'],
  tools: {
    tempo: async (input, { fetch, log }) => {
      // What the user did not grant is not there.
      if (fetch === undefined) throw new Error('The plugin may not use the network')
      const day = encodeURIComponent(text(input, 'day'))
      const reply = await fetch(`https://api.example.org/tempo?day=${day}`)
      log.debug('The service answered', { status: reply.status })
      if (reply.status !== 200) throw new Error(`The service answered ${reply.status}`)
      const answer: unknown = JSON.parse(reply.body)
      if (typeof answer !== 'object' || answer === null || !('tempo' in answer)) {
        throw new Error('The service answered no tempo')
      }
      return { tempo: Number(answer.tempo) }
    },
  },
})
