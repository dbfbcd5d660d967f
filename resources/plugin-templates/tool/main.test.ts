import { equal, rejects, runTool, test } from '@wireharp/testing'
import plugin from './main'

test('C sharp lies nearest to C in C major', async () => {
  equal(await runTool(plugin, 'nearest', { note: 61, root: 'C4' }), { note: 60, name: 'C4' })
})

test('a root that is no note is refused', async () => {
  await rejects(runTool(plugin, 'nearest', { note: 61, root: 'H4' }), /C4 or F#3/)
})
