import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Result } from '#shared/kit'
import { withPlugins } from './testing/with-plugins'

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
const tool = { label: 'It', description: 'Does it.', input: { type: 'object' }, timeoutMs: 4000 }

test('S1-33 limits of policy.yaml: a plugin has less memory and storage than plugins have by themselves', async () => {
  await using own = await withPlugins({
    greedy: {
      manifest: { tools: { heap: tool, keep: tool } },
      code: `tools: {
        heap: () => { const all = []; for (let i = 0; i < 4e5; i++) all.push({ i, text: 'x' + i }); return all.length },
        keep: async (_, { storage }) => { await storage.set('a', 'x'.repeat(200_000)); return 1 },
      }`,
    },
  })
  expect(codeOf(await own.call('greedy/heap'))).toBe('ok')
  expect(codeOf(await own.call('greedy/keep'))).toBe('ok')
  await mkdir(own.paths.config, { recursive: true })
  await writeFile(
    join(own.paths.config, 'policy.yaml'),
    'limits: {memoryMb: 8, storageMb: 0.1, cpuPercent: 5}',
  )
  expect(codeOf(await own.call('greedy/keep'))).toBe('plugin-threw')
  await own.runner.end('greedy')
  expect(codeOf(await own.call('greedy/heap'))).not.toBe('ok')
})
