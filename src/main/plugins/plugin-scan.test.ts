import { appendFileSync, renameSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PluginHome } from './testing/plugin-home'

const COUNT = 12

/** Plugins that have lain there for a while. */
async function settled(home: PluginHome): Promise<void> {
  for (let at = 0; at < COUNT; at++) home.plugin(`p${at}`, { main: 'main.js' })
  for (let at = 0; at < COUNT; at++) home.write(`data/plugins/p${at}/main.js`, 'one')
  await new Promise(resolve => setTimeout(resolve, 250))
}

describe('S2-29 S1-37 plugins that are as they were', () => {
  test('are not read again, in this run or the next, and are told as the same objects', async () => {
    using home = new PluginHome()
    await settled(home)
    {
      await using manager = home.manager()
      expect(manager.status().cached).toBe(0)
      const [infos, nodes] = [manager.plugins, [...manager.catalog.values()]]
      manager.refresh()
      expect(manager.status().cached).toBe(COUNT)
      for (const [at, info] of manager.plugins.entries()) expect(info).toBe(infos[at])
      for (const [at, node] of [...manager.catalog.values()].entries()) expect(node).toBe(nodes[at])
    }
    await using next = home.manager()
    expect(next.status().cached).toBe(COUNT)
    expect(next.catalog.size).toBe(COUNT)
  })

  test('are left alone when one changes: who saw them before is told of that one', async () => {
    using home = new PluginHome()
    await settled(home)
    await using manager = home.manager({ live: true })
    const before = manager.get('p3')
    home.plugin('p7', { name: 'Other', main: 'main.js' })
    await expect.poll(() => manager.get('p7')?.name).toBe('Other')
    expect(manager.get('p3')).toBe(before)
    const { changes, all } = manager.catalogue(0)
    expect(all).toBeUndefined()
    expect(changes?.plugins.put.map(({ item }) => item.name)).toEqual(['Other'])
    expect(changes?.nodes.put.length).toBeLessThanOrEqual(1)
    expect(manager.catalogue(1).changes?.plugins).toEqual({ gone: [], put: [] })
    expect(manager.catalogue(99).all?.plugins).toHaveLength(COUNT)
    expect(manager.catalogue().all?.nodes).toHaveLength(COUNT)
  })

  test('are looked at again where a file is written over in its place, moved or taken away', async () => {
    using home = new PluginHome()
    await settled(home)
    const at = (path: string) => join(home.paths.data, 'plugins', path)
    await using manager = home.manager()
    const stamp = manager.found.get('p1')?.stamp
    appendFileSync(at('p1/main.js'), ' two')
    manager.refresh()
    expect(manager.found.get('p1')?.stamp).not.toBe(stamp)
    // As long as before, and as old.
    const file = home.plugin('p2', { name: 'pX', main: 'main.js' })
    utimesSync(join(file, 'plugin.json'), 1, 1)
    manager.refresh()
    expect(manager.get('p2')?.name).toBe('pX')
    renameSync(at('p4/main.js'), at('p4/away.js'))
    renameSync(at('p5'), at('.p5'))
    manager.refresh()
    expect(manager.get('p4')?.state).toBe('failed')
    expect(manager.get('p5')).toBeUndefined()
    renameSync(at('p4/away.js'), at('p4/main.js'))
    renameSync(at('.p5'), at('p5'))
    manager.refresh()
    expect(manager.plugins.filter(({ state }) => state === 'enabled')).toHaveLength(COUNT)
  })

  test('run other code where a file as long and as old is moved over theirs', async () => {
    using home = new PluginHome()
    await settled(home)
    const at = (path: string) => join(home.paths.data, 'plugins', path)
    utimesSync(at('p1/main.js'), 1, 1)
    await using manager = home.manager({ live: true })
    await new Promise(resolve => setTimeout(resolve, 250))
    manager.refresh()
    const told: string[][] = []
    manager.changes.on(({ reloaded }) => void told.push([...reloaded]))
    const other = home.write('other.js', 'two')
    utimesSync(other, 1, 1)
    renameSync(other, at('p1/main.js'))
    await expect.poll(() => told).toEqual([['p1']])
  })

  test('are seen to change in a folder of theirs that nobody watches, when somebody looks', async () => {
    using home = new PluginHome()
    home.plugin('deep', { views: { v: { label: 'V', entry: 'ui/v.html', place: 'panel' } } })
    const page = home.write('data/plugins/deep/ui/v.html', 'one')
    await new Promise(resolve => setTimeout(resolve, 250))
    await using manager = home.manager({ live: true })
    expect(manager.get('deep')?.state).toBe('enabled')
    await expect.poll(() => manager.status().cached).toBe(1)
    renameSync(page, `${page}.away`)
    manager.refresh([], [])
    expect(manager.get('deep')?.state).toBe('failed')
  })
})
