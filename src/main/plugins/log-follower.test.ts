import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock } from '../kit'
import { LogFollower } from './log-follower'
import { PluginLogs } from './plugin-logs'

test('S1-21 what an app logs of a plugin is told to who follows it, each line once, and nothing of before', async () => {
  const logs = mkdtempSync(join(tmpdir(), 'wireharp-log-'))
  using _folder = { [Symbol.dispose]: () => rmSync(logs, { recursive: true }) }
  const app = new PluginLogs(join(logs, 'plugins'), systemClock)
  app.append('@a/b', 'info', 'before')
  await app.flush()
  await wait(5)
  const follower = new LogFollower({ logs })
  const news = async () => (await follower.news('@a/b')).map(({ text }) => text)
  expect(await news()).toEqual([])
  await wait(5)
  app.append('@a/b', 'error', 'one')
  app.append('other', 'error', 'not of it')
  await app.flush()
  expect(await news()).toEqual(['one'])
  expect(await news()).toEqual([])
  await wait(5)
  app.append('@a/b', 'info', 'two')
  await app.flush()
  expect(await news()).toEqual(['two'])
})
