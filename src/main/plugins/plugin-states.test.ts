import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import type { PluginManager } from './plugin-manager'
import { bareMachine, PluginHome, spyLog } from './testing/plugin-home'

function states(manager: PluginManager): Record<string, string> {
  return Object.fromEntries(manager.plugins.map(({ id, state }) => [id, state]))
}

function reasonOf(manager: PluginManager, id: string): string {
  return manager.get(id)?.reason?.message ?? ''
}

describe('S2-04 plugins that this machine cannot run', () => {
  test('one that needs a device is skipped, with exactly the debug line', async () => {
    using home = new PluginHome()
    home.plugin('gpio', { name: 'GPIO', requires: { files: ['/dev/gpiochip0'] } })
    const log = spyLog()
    await using manager = home.manager({ log })
    expect(states(manager)).toEqual({ gpio: 'skipped' })
    expect(log.lines).toEqual(['debug Skipping plugin GPIO: there is no /dev/gpiochip0'])
    expect(manager.catalog.size).toBe(0)
  })

  test('its own words for the reason take the place of ours', async () => {
    using home = new PluginHome()
    home.plugin('pi', { requires: { arch: ['arm64'], reason: 'no Raspberry Pi' } })
    const log = spyLog()
    await using _manager = home.manager({ log })
    expect(log.lines).toEqual(['debug Skipping plugin pi: no Raspberry Pi'])
  })

  const lacks: [requires: object, words: string][] = [
    [{ os: ['darwin', 'win32'] }, 'it needs macOS or Windows'],
    [{ arch: ['arm64'] }, 'it needs a processor of type arm64'],
    [{ commands: ['i2cdetect'] }, 'there is no program “i2cdetect”'],
    [{ memoryMb: 9000 }, 'it needs 9000 MB of memory, and there are 4096'],
  ]
  test.each(lacks)('%j: %s', async (requires, words) => {
    using home = new PluginHome()
    home.plugin('p', { requires })
    await using manager = home.manager()
    expect(reasonOf(manager, 'p')).toContain(words)
  })

  test('on a machine that has it all the same plugin runs', async () => {
    using home = new PluginHome()
    home.plugin('gpio', { requires: { files: ['/dev/gpiochip0'], commands: ['gpioget'] } })
    const machine = { ...bareMachine, hasFile: () => true, hasCommand: () => true }
    await using manager = home.manager({ machine })
    expect(states(manager)).toEqual({ gpio: 'enabled' })
  })

  test('what checkDependencies said counts until it is set up anew', async () => {
    using home = new PluginHome()
    home.plugin('i2c', { name: 'I2C' })
    const log = spyLog()
    await using manager = home.manager({ log })
    manager.report('i2c', { state: 'skipped', reason: 'bus 1 does not answer.' })
    expect(states(manager)).toEqual({ i2c: 'skipped' })
    expect(log.lines).toEqual(['debug Skipping plugin I2C: bus 1 does not answer'])
    manager.report('i2c', { state: 'failed', reason: 'setup threw: no such bus' })
    expect(manager.get('i2c')?.reason?.code).toBe('plugin-code-failed')
    unwrap(manager.reload('i2c'))
    expect(states(manager)).toEqual({ i2c: 'enabled' })
  })
})

describe('S1-37 S2-34 what plugins need of one another', () => {
  test('what is needed loads first, and the rest in the order of ids', async () => {
    using home = new PluginHome()
    home.plugin('a', { dependencies: { z: '^1.0.0' } })
    home.plugin('m')
    home.plugin('z')
    home.plugin('b', { dependencies: { a: '*', m: '1.x' } })
    await using manager = home.manager()
    expect(manager.plugins.map(({ id }) => id)).toEqual(['m', 'z', 'a', 'b'])
  })

  test('a missing plugin, a wrong version and a disabled plugin each keep out what needs them', async () => {
    using home = new PluginHome()
    home.plugin('gone', { dependencies: { nowhere: '*' } })
    home.plugin('newer', { dependencies: { base: '>=2' } })
    home.plugin('needs-off', { dependencies: { off: '*' } })
    home.plugin('second', { dependencies: { newer: '*' } })
    home.plugin('base')
    home.plugin('off')
    await using manager = home.manager()
    unwrap(await manager.setEnabled('off', false))
    expect(states(manager)).toEqual({
      base: 'enabled',
      gone: 'missing-dependencies',
      newer: 'missing-dependencies',
      'needs-off': 'missing-dependencies',
      off: 'disabled',
      second: 'missing-dependencies',
    })
    expect(reasonOf(manager, 'newer')).toContain('“base” in a version >=2, and 1.0.0 is there')
    expect(reasonOf(manager, 'second')).toContain('“newer”, which lacks what it needs')
    unwrap(await manager.setEnabled('off', true))
    expect(manager.get('needs-off')?.state).toBe('enabled')
  })

  test('a circle is named, and disturbs nobody else', async () => {
    using home = new PluginHome()
    home.plugin('a', { dependencies: { b: '*' } })
    home.plugin('b', { dependencies: { c: '*' } })
    home.plugin('c', { dependencies: { b: '*' } })
    home.plugin('self', { dependencies: { self: '*' } })
    home.plugin('fine')
    await using manager = home.manager()
    expect(states(manager)).toEqual({
      a: 'missing-dependencies',
      b: 'missing-dependencies',
      c: 'missing-dependencies',
      fine: 'enabled',
      self: 'missing-dependencies',
    })
    expect(reasonOf(manager, 'a')).toContain('circle: b → c → b')
    expect(reasonOf(manager, 'self')).toContain('circle: self → self')
    expect(manager.get('a')?.reason?.code).toBe('plugin-circle')
  })

  test('ranges that are none, and ones made to take for ever, are answered at once', async () => {
    using home = new PluginHome()
    home.plugin('base')
    home.plugin('odd', { dependencies: { base: 'one or two' } })
    home.plugin('slow', { dependencies: { base: `>${' '.repeat(90)}1` } })
    const began = performance.now()
    await using manager = home.manager()
    expect(performance.now() - began).toBeLessThan(1000)
    expect(reasonOf(manager, 'odd')).toContain('“one or two” is no range of versions')
  })
})

describe('S2-33 S4-18 two that want the same', () => {
  test('the second of two with one id is refused, and the first is untouched', async () => {
    using home = new PluginHome()
    home.plugin('a')
    home.write('data/plugins/b/plugin.json', read(home, 'a'))
    await using manager = home.manager()
    expect(manager.plugins.map(({ id, state, reason }) => [id, state, reason?.code])).toEqual([
      ['a', 'enabled', undefined],
      ['a', 'failed', 'plugin-duplicate'],
    ])
    expect(manager.folderOf('a')).toBe(join(home.paths.data, 'plugins/a'))
  })

  test('the second of two providers of one name is refused', async () => {
    using home = new PluginHome()
    home.write('data/plugins/a/main.js', '')
    home.write('data/plugins/b/main.js', '')
    const providers = [{ kind: 'vad', name: 'silero' }]
    home.plugin('a', { main: 'main.js', providers })
    home.plugin('b', { main: 'main.js', providers })
    await using manager = home.manager()
    expect(states(manager)).toEqual({ a: 'enabled', b: 'failed' })
    expect(reasonOf(manager, 'b')).toContain('“a” provides the vad “silero” already')
  })
})

describe('S33 a plugin that dies again and again', () => {
  test('three deaths in five minutes quarantine it, and so it stays after a restart', async () => {
    using home = new PluginHome()
    home.plugin('melt')
    await using first = home.manager()
    for (const minute of [0, 1, 2]) {
      home.now = 1_000_000_000 + minute * 60_000
      expect(first.get('melt')?.state).toBe('enabled')
      first.reportDeath('melt', 'it hung\nthe engine')
    }
    expect(first.get('melt')?.state).toBe('quarantined')
    expect(reasonOf(first, 'melt')).toContain('it died too often: it hung the engine.')
    await settled(first)
    home.now += 24 * 3_600_000
    await using second = home.manager()
    expect(second.get('melt')?.state).toBe('quarantined')
    expect(second.code.has('melt')).toBe(false)
    unwrap(await second.setEnabled('melt', true))
    expect(second.get('melt')?.state).toBe('enabled')
  })

  test('deaths that lie further apart do not add up, and deaths before a restart do', async () => {
    using home = new PluginHome()
    home.plugin('frail')
    await using first = home.manager()
    for (let hour = 0; hour < 5; hour++) {
      home.now += 3_600_000
      first.reportDeath('frail', 'it threw')
    }
    first.reportDeath('frail', 'it threw')
    expect(first.get('frail')?.state).toBe('enabled')
    await settled(first)
    await using second = home.manager()
    second.reportDeath('frail', 'it threw')
    expect(second.get('frail')?.state).toBe('quarantined')
  })

  test('what is reported of a plugin that is not there is nothing', async () => {
    using home = new PluginHome()
    await using manager = home.manager()
    for (let time = 0; time < 3; time++) manager.reportDeath('nobody', 'it threw')
    expect(manager.plugins).toEqual([])
  })
})

describe('S2-12 what the user chose', () => {
  test('disabled stays disabled after a restart, and trust and source are remembered', async () => {
    using home = new PluginHome()
    home.plugin('mine')
    await using first = home.manager()
    unwrap(await first.setEnabled('mine', false))
    unwrap(await first.promote('mine'))
    unwrap(await first.setSource('mine', 'https://example.com/mine.git'))
    await using second = home.manager()
    expect(second.get('mine')).toMatchObject({
      state: 'disabled',
      trust: 'promoted',
      source: 'https://example.com/mine.git',
    })
  })

  test('a plugin that is not there, and one that cannot be read, say why they cannot be enabled', async () => {
    using home = new PluginHome()
    home.write('data/plugins/broken/plugin.json', '{')
    await using manager = home.manager()
    const answers = [
      await manager.setEnabled('nobody', true),
      await manager.setEnabled('broken', true),
      manager.reload('nobody'),
    ]
    expect(answers.map(answer => (answer.ok ? 'ok' : answer.error.code))).toEqual([
      'plugin-not-found',
      'plugin-manifest-invalid',
      'plugin-not-found',
    ])
  })

  test('the app and the command line write at once, and nothing of either is lost', async () => {
    using home = new PluginHome()
    const ids = Array.from({ length: 12 }, (_, index) => `p${index}`)
    for (const id of ids) home.plugin(id)
    await using app = home.manager()
    await using line = home.manager()
    await Promise.all(
      ids.map((id, index) => (index % 2 === 0 ? app : line).setSource(id, `source of ${id}`)),
    )
    await using after = home.manager()
    expect(after.plugins.map(({ source }) => source)).toEqual(
      after.plugins.map(({ id }) => `source of ${id}`),
    )
  })

  test('the lock of a process that is gone keeps nobody out', async () => {
    using home = new PluginHome()
    home.plugin('mine')
    home.write('data/plugins.json.lock', {
      pid: 2 ** 22 + 1,
      host: hostname(),
      started: '',
      nonce: 'x',
    })
    await using manager = home.manager()
    unwrap(await manager.setEnabled('mine', false))
    await using again = home.manager()
    expect(states(again)).toEqual({ mine: 'disabled' })
  })

  test('a damaged plugins.json chooses nothing, and is written anew', async () => {
    using home = new PluginHome()
    home.plugin('mine')
    home.write('data/plugins.json', '{"version": 1, "plugins": 7')
    await using manager = home.manager()
    expect(states(manager)).toEqual({ mine: 'enabled' })
    unwrap(await manager.setEnabled('mine', false))
    await using again = home.manager()
    expect(states(again)).toEqual({ mine: 'disabled' })
  })
})

function read(home: PluginHome, id: string): string {
  return readFileSync(join(home.paths.data, 'plugins', id, 'plugin.json'), 'utf8')
}

/** All that was decided is on the disk. */
async function settled(manager: PluginManager): Promise<void> {
  const [plugin] = manager.found.keys()
  if (plugin !== undefined) await manager.setSource(plugin, 'test')
}
