import { definePlugin, sensor, text, tool, type Fetch, type PluginContext } from '@wireharp/sdk'
import { numberAt } from './field'
import manifest from './plugin.json'

function granted({ fetch }: PluginContext<'network'>): Fetch {
  if (fetch === undefined) throw new Error('The network was not granted')
  return fetch
}

export default definePlugin(manifest, {
  rights: ['network'],
  sensors: {
    value: sensor<'network'>({
      async read(context) {
        const reply = await granted(context)(text(context.config, 'url'), {
          headers: { accept: 'application/json' },
        })
        if (reply.status !== 200) throw new Error(`The service answered with ${reply.status}`)
        return numberAt(JSON.parse(reply.body), text(context.config, 'field'))
      },
    }),
  },
  tools: {
    webhook: tool<'network'>(async (input, context) => {
      const { status, body } = await granted(context)(text(input, 'url'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input['body'] ?? {}),
      })
      return { status, body: body.slice(0, 2000) }
    }),
  },
})
