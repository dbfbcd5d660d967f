import { equal, runTool, test } from '@wireharp/testing'
import plugin from './main'

test('the answer of the model comes back as plain numbers', async () => {
  const models = {
    run: async (_model: string, { input }: Record<string, { shape: readonly number[]; data: Float32Array }>) => ({
      output: { shape: input?.shape ?? [], data: (input?.data ?? new Float32Array()).map(x => x * 2) },
    }),
  }
  equal(await runTool(plugin, 'run', { values: [1, 2] }, { models }), { values: [2, 4] })
})
