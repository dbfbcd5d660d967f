import { definePlugin } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  rights: ['model'],
  tools: {
    run: async ({ values }, { models }) => {
      if (models === undefined) throw new Error('The plugin may not run models')
      const data = Float32Array.from(Array.isArray(values) ? values.map(Number) : [])
      // The names of the model's input and output, and their shapes, are the model's own.
      const { output } = await models.run('main', { input: { shape: [1, data.length], data } })
      return { values: [...(output?.data ?? [])] }
    },
  },
})
