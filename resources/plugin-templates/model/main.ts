import { definePlugin } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  rights: ['model'],
  tools: {
    compose: async ({ prompt, seconds }, { models }) => {
      if (models === undefined) throw new Error('The plugin may not run models')
      // Answers at once: the piece is a job, which the user sees, pauses and cancels like any other.
      const { job, seed } = await models.generate(String(prompt), { seconds: Number(seconds) })
      return { job, seed }
    },
    look: async ({ job }, { models }) => {
      if (models === undefined) throw new Error('The plugin may not run models')
      const { state, progress, path } = await models.status(String(job))
      return { state, progress, ...(path !== undefined && { path }) }
    },
  },
})
