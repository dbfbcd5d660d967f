import { equal, runTool, test } from '@wireharp/testing'
import plugin from './main'

const models = {
  generate: async (prompt: string, { seconds = 30 } = {}) => ({
    job: `${prompt}, ${seconds} s`,
    track: 'a-track',
    seed: 7,
  }),
  status: async (job: string) => ({ job, state: 'completed', progress: 1, path: '/music/a.wav' }),
  isGenerating: async () => false,
}

test('a piece is begun, and answered at once', async () => {
  const begun = await runTool(plugin, 'compose', { prompt: 'harp', seconds: 10 }, { models })
  equal(begun, { job: 'harp, 10 s', seed: 7 })
})

test('a piece that is done says where it lies', async () => {
  const seen = await runTool(plugin, 'look', { job: 'harp, 10 s' }, { models })
  equal(seen, { state: 'completed', progress: 1, path: '/music/a.wav' })
})
