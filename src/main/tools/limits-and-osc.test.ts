import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Result } from '#shared/kit'
import { fixedAnswers } from '../grants'
import { withPlugins } from './testing/with-plugins'

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
const tool = { label: 'It', description: 'Does it.', input: { type: 'object' }, timeoutMs: 4000 }

test('S2-32 a plugin sends OSC to the addresses that it declares, and to no others', async () => {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const to = `127.0.0.1:${socket.address().port}`
  const permissions = [{ right: 'network', scope: [`osc://${to}/mixer/*`], why: 'The mixer.' }]
  await using own = await withPlugins(
    {
      desk: {
        manifest: { tools: { fade: tool, other: tool }, permissions },
        code: `tools: {
          fade: (_, { osc }) => osc.send('${to}', '/mixer/gain', [0.5, 'slow', true]),
          other: (_, { osc }) => osc.send('${to}', '/lights', []),
        }`,
      },
    },
    { ask: fixedAnswers(['network']) },
  )
  const heard = new Promise<Buffer>(resolve => socket.once('message', resolve))
  expect(await own.call('desk/fade')).toMatchObject({ ok: true })
  expect(String(await heard)).toMatch(/^\/mixer\/gain\0+,fsT/)
  expect(codeOf(await own.call('desk/other'))).not.toBe('ok')
  await new Promise<void>(resolve => socket.close(() => resolve()))
})

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
