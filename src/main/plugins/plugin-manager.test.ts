import { spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ManagerChange } from './changes-between'
import { createPluginsService } from './plugins-service'
import { emptyNode, leastManifest, PluginHome } from './testing/plugin-home'

describe('S1-21 S2-21 plugins come and go while the app runs', () => {
  test('a folder that appears, changes, vanishes and comes back is told each time', async () => {
    using home = new PluginHome()
    await using manager = home.manager({ live: true })
    const changes: ManagerChange[] = []
    using _told = manager.changes.on(change => changes.push(change))
    const state = () => manager.get('mine')?.state
    const folder = home.plugin('mine')
    await expect.poll(state).toBe('enabled')
    expect(changes.at(-1)).toEqual({ plugins: ['mine'], reloaded: [], nodes: true })
    home.write('data/plugins/mine/plugin.json', '{')
    await expect.poll(state).toBe('failed')
    home.plugin('mine')
    await expect.poll(state).toBe('enabled')
    renameSync(folder, join(home.root, 'away'))
    await expect.poll(state).toBeUndefined()
    expect(manager.catalog.size).toBe(0)
    renameSync(join(home.root, 'away'), folder)
    await expect.poll(state).toBe('enabled')
    expect(manager.catalog.has('mine/mine')).toBe(true)
  })

  test('code that is written anew is told as reloaded, and a file beside it is not', async () => {
    using home = new PluginHome()
    const folder = home.plugin('mine', { main: 'main.js' })
    const code = home.write('data/plugins/mine/main.js', 'one')
    await using manager = home.manager({ live: true })
    expect(manager.get('mine')?.state).toBe('enabled')
    const changes: ManagerChange[] = []
    using _told = manager.changes.on(change => changes.push(change))
    appendFileSync(join(folder, 'notes.txt'), 'a')
    appendFileSync(code, ' two')
    await expect
      .poll(() => changes)
      .toEqual([{ plugins: ['mine'], reloaded: ['mine'], nodes: false }])
  })

  test('a plugin that is to be reloaded counts as other code, and its failure is forgotten', async () => {
    using home = new PluginHome()
    home.plugin('mine', { main: 'main.js' })
    home.write('data/plugins/mine/main.js', 'one')
    await using manager = home.manager()
    const stamps = [manager.found.get('mine')?.stamp]
    const changes: ManagerChange[] = []
    using _told = manager.changes.on(change => changes.push(change))
    for (let time = 0; time < 2; time++) {
      manager.reload('mine')
      stamps.push(manager.found.get('mine')?.stamp)
    }
    expect(new Set(stamps).size).toBe(3)
    expect(changes.map(({ reloaded }) => reloaded)).toEqual([['mine'], ['mine']])
  })

  test('the version that `current` names counts, and the next one when it names that', async () => {
    using home = new PluginHome()
    const versions = ['1.0.0', '1.1.0']
    for (const version of versions) {
      home.plugin(`@acme/echo/${version}`, { id: '@acme/echo', version, nodes: {} })
    }
    home.write('data/plugins/@acme/echo/current', '1.0.0\n')
    home.plugin('chorus/2.0.0', { id: 'chorus', version: '2.0.0', nodes: {} })
    home.write('data/plugins/chorus/current', '2.0.0')
    await using manager = home.manager({ live: true })
    const shown = () => manager.plugins.map(({ id, version, state }) => `${id} ${version} ${state}`)
    expect(shown()).toEqual(['@acme/echo 1.0.0 enabled', 'chorus 2.0.0 enabled'])
    home.write('data/plugins/@acme/echo/next', '1.1.0')
    renameSync(
      join(home.paths.data, 'plugins/@acme/echo/next'),
      join(home.paths.data, 'plugins/@acme/echo/current'),
    )
    await expect.poll(shown).toEqual(['@acme/echo 1.1.0 enabled', 'chorus 2.0.0 enabled'])
  })

  test('a `current` that leads elsewhere is none', async () => {
    using home = new PluginHome()
    home.plugin('away')
    home.write('data/plugins/sly/current', '../away')
    await using manager = home.manager()
    expect(manager.plugins.map(({ id }) => id)).toEqual(['away'])
  })

  test('folders that come and go while they are looked at never throw', async () => {
    using home = new PluginHome()
    await using manager = home.manager()
    const folder = join(home.paths.data, 'plugins')
    const manifest = JSON.stringify({
      ...leastManifest,
      main: 'main.js',
      nodes: { mine: { ...emptyNode, dsp: { form: 'script' } } },
      views: { v: { label: 'V', entry: 'v.html', place: 'panel' } },
    })
    const script = `const { mkdirSync, writeFileSync, rmSync } = require('node:fs')
      const at = ${JSON.stringify(folder)} + '/a'
      for (const end = Date.now() + 900; Date.now() < end;) {
        mkdirSync(at, { recursive: true })
        writeFileSync(at + '/plugin.json', ${JSON.stringify(manifest)})
        for (const name of ['main.js', 'v.html']) writeFileSync(at + '/' + name, '')
        for (const until = performance.now() + Math.random(); performance.now() < until;);
        rmSync(at, { recursive: true, force: true })
      }`
    const busy = spawn(process.execPath, ['-e', script], { stdio: 'inherit' })
    const ended = new Promise(resolve => busy.once('close', resolve))
    const seen = new Set<string>()
    while (busy.exitCode === null) {
      manager.refresh()
      for (const { state } of manager.plugins) seen.add(state)
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(await ended).toBe(0)
    manager.refresh()
    expect(manager.plugins).toEqual([])
    expect(seen.size).toBeGreaterThan(0)
  })

  test('what another process chooses counts here too', async () => {
    using home = new PluginHome()
    home.plugin('mine')
    await using app = home.manager({ live: true })
    await using other = home.manager()
    await other.setEnabled('mine', false)
    await expect.poll(() => app.get('mine')?.state).toBe('disabled')
    await app.setEnabled('mine', true)
    expect(app.get('mine')?.state).toBe('enabled')
  })

  test('the disk is looked at again only when something that counts has changed', async () => {
    using home = new PluginHome()
    home.plugin('mine')
    await using manager = home.manager({ live: true })
    const first = manager.status().scanMs
    // What changed while nobody watched yet is looked for once.
    await expect.poll(() => manager.status().scanMs).not.toBe(first)
    await new Promise(resolve => setTimeout(resolve, 300))
    const before = manager.status().scanMs
    home.write('data/wireharp.db', 'a')
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(manager.status().scanMs).toBe(before)
  })
})

describe('S2-03 S2-17 S4-03 more places for plugins', () => {
  test('those of config.yaml and of WIREHARP_PLUGIN_PATH are looked into', async () => {
    using home = new PluginHome()
    const one = join(home.root, 'one')
    home.plugin('own')
    for (const [folder, id] of [
      ['one', 'first'],
      ['two', 'second'],
    ]) {
      const from = home.plugin(`${folder}-${id}`, { id })
      home.write(`${folder}/${id}/plugin.json`, readFileSync(join(from, 'plugin.json'), 'utf8'))
      rmSync(from, { recursive: true })
    }
    home.write('config/config.yaml', 'plugins: {paths: [../two, ../nowhere]}\n')
    await using manager = home.manager({ env: { WIREHARP_PLUGIN_PATH: `${one}:/nowhere/either` } })
    expect(manager.plugins.map(({ id, state }) => [id, state])).toEqual([
      ['first', 'enabled'],
      ['own', 'enabled'],
      ['second', 'enabled'],
    ])
  })
})

describe('S2-29 what was read before', () => {
  test('is not checked again: manifests by what they hold, whatever their time and place', async () => {
    using home = new PluginHome()
    for (let count = 0; count < 5; count++) home.plugin(`p${count}`)
    {
      await using first = home.manager()
      expect(first.status().cached).toBe(0)
    }
    const file = home.write(
      'data/plugins/p1/plugin.json',
      readFileSync(join(home.paths.data, 'plugins/p1/plugin.json'), 'utf8'),
    )
    utimesSync(file, 0, 0)
    home.plugin('p2', { name: 'Other' })
    await using second = home.manager()
    expect(second.status().cached).toBe(4)
    expect(second.get('p2')?.name).toBe('Other')
  })

  test('counts for nothing where the file is damaged or cannot be written', async () => {
    using home = new PluginHome()
    home.plugin('mine')
    const { mtimeMs } = statSync(join(import.meta.dirname, 'manifest-cache.ts'))
    const lines = ['', '{', '{}', `${'0'.repeat(64)} {`, '{"folder":1,"key":2,"stamps":3}']
    for (const text of ['', '{', '[]', ...lines.map(line => `${mtimeMs}\n${line}`)]) {
      home.write('cache/plugin-manifests.jsonl', text)
      await using manager = home.manager()
      expect(manager.get('mine')?.state).toBe('enabled')
    }
    rmSync(home.paths.cache, { recursive: true })
    home.write('cache', 'a file in its place')
    await using manager = home.manager()
    expect(manager.get('mine')?.state).toBe('enabled')
  })
})

describe('S29 S28 the log of a plugin', () => {
  test('holds what it said as data: no text makes two lines, another level or another plugin', async () => {
    using home = new PluginHome()
    home.plugin('a')
    await using manager = home.manager()
    const text = 'one\n{"time":1,"level":"error","plugin":"b","text":"forged"}\u001b[31m\u202e'
    manager.logs.append('a', 'info', text)
    expect(await manager.logs.tail('a', 10)).toEqual([{ time: home.now, level: 'info', text }])
    expect(await manager.logs.tail('b', 10)).toEqual([])
  })

  test('a flood is cut to its pace and counted, and no line is longer than 4,000 letters', async () => {
    using home = new PluginHome()
    await using manager = home.manager()
    for (let line = 0; line < 50_000; line++) manager.logs.append('a', 'info', 'x'.repeat(10_000))
    const lines = await manager.logs.tail('a', 1000)
    expect(manager.logs.dropped('a')).toBe(49_900)
    expect(lines.length).toBeLessThanOrEqual(100)
    expect(lines.every(({ text }) => text.length === 4000)).toBe(true)
  })

  test('never fills the disk: beyond 1 MB the file is put aside over the one before', async () => {
    using home = new PluginHome()
    await using manager = home.manager()
    for (let second = 0; second < 20; second++) {
      home.now += 1000
      for (let line = 0; line < 50; line++) manager.logs.append('@acme/a', 'info', 'x'.repeat(4000))
      await manager.logs.flush()
    }
    const path = join(home.paths.logs, 'plugins/%40acme%2Fa.log')
    expect(existsSync(`${path}.1`)).toBe(true)
    expect(statSync(path).size + statSync(`${path}.1`).size).toBeLessThan(3 * 2 ** 20)
    expect(await manager.logs.tail('@acme/a', 5)).toHaveLength(5)
  })
})

describe('S1-30 what a plugin costs', () => {
  test('is what its processes said last, together', async () => {
    using home = new PluginHome()
    await using manager = home.manager()
    const times = { p50: 2, p95: 4, max: 9 }
    const engine = {
      calls: 100,
      errors: 1,
      restarts: 0,
      drops: 0,
      cpu: 0.1,
      memoryBytes: 10,
      times,
      instances: [],
    }
    manager.stats.report('engine', 'a', { ...engine, calls: 50 })
    manager.stats.report('engine', 'a', engine)
    manager.stats.report('host', 'a', { ...engine, calls: 5, times: { p50: 90, p95: 95, max: 99 } })
    expect(manager.stats.of('a')).toMatchObject({
      plugin: 'a',
      calls: 105,
      errors: 2,
      cpu: 0.2,
      times: { p50: 2, p95: 4, max: 99 },
      at: home.now,
    })
    expect(manager.stats.of('b')).toMatchObject({ calls: 0, at: 0 })
  })

  test('is remembered for a minute, and nothing where nobody says anything any more', async () => {
    using home = new PluginHome()
    await using manager = home.manager()
    const report = (cpu: number) =>
      manager.stats.report('engine', 'a', {
        ...{ calls: 1, errors: 0, restarts: 0, drops: 0, cpu, memoryBytes: 10, instances: [] },
        times: { p50: 1, p95: 10 * cpu, max: 9 },
      })
    for (const cpu of [0.1, 0.2, 0.3]) {
      report(cpu)
      home.now += 1000
    }
    const { minute } = manager.stats.of('a')
    expect(minute.cpu).toHaveLength(60)
    expect(minute.cpu.slice(-5)).toEqual([0, 0.1, 0.2, 0.3, 0])
    expect(minute.p95.slice(-2)).toEqual([3, 0])
    expect(manager.stats.of('a').cpu).toBe(0.3)
    home.now += 4000
    expect(manager.stats.of('a')).toMatchObject({ cpu: 0, memoryBytes: 10 })
    home.now += 60_000
    expect(Math.max(...manager.stats.of('a').minute.cpu)).toBe(0)
  })
})

describe('S1-10 the service', () => {
  test('tells where things stand at once, then each change, and ends with the caller', async () => {
    using home = new PluginHome()
    await using manager = home.manager()
    const service = createPluginsService(manager)
    const caller = new AbortController()
    const events = service.changes(undefined, { signal: caller.signal })
    expect((await events.next()).value).toEqual({ revision: 0, plugins: [], nodes: true })
    home.plugin('mine')
    manager.refresh()
    expect((await events.next()).value).toEqual({ revision: 1, plugins: ['mine'], nodes: true })
    caller.abort()
    expect((await events.next()).done).toBe(true)
    expect(manager.changes.size).toBe(0)
  })

  test('seed 000: capabilities are what providers, tools and sensors are there, and why others are not', async () => {
    using home = new PluginHome()
    home.plugin('ears', {
      main: 'main.js',
      providers: [{ kind: 'vad', name: 'silero' }],
      tools: { count: { label: 'Count', description: 'Counts.', input: {} } },
      requires: { memoryMb: 100_000, reason: 'too small a machine' },
    })
    home.write('data/plugins/ears/main.js', '')
    await using manager = home.manager()
    const answer = await createPluginsService(manager).capabilities(undefined, never)
    expect(answer).toMatchObject({
      value: {
        capabilities: [
          { kind: 'vad', name: 'silero', plugin: 'ears', available: false },
          { kind: 'tool', name: 'count', plugin: 'ears', available: false },
        ],
      },
    })
    expect(JSON.stringify(answer)).toContain('too small a machine')
  })
})

const never = { signal: new AbortController().signal }
