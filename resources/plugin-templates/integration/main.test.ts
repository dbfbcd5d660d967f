import { equal, rejects, runTool, test } from '@wireharp/testing'
import plugin from './main'

const day = { day: '2026-11-21' }

test('the tempo is what the service says', async () => {
  const asked: string[] = []
  const fetch = async (url: string) => {
    asked.push(url)
    return { status: 200, headers: {}, body: '{"tempo": 96}' }
  }
  equal(await runTool(plugin, 'tempo', day, { fetch }), { tempo: 96 })
  equal(asked, ['https://api.example.org/tempo?day=2026-11-21'])
})

test('without the right it says so', async () => {
  await rejects(runTool(plugin, 'tempo', day), /may not use the network/)
})

test('an error of the service is an error of the tool', async () => {
  const fetch = async () => ({ status: 503, headers: {}, body: '' })
  await rejects(runTool(plugin, 'tempo', day, { fetch }), /503/)
})
