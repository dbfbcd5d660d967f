import { describe, expect, test } from 'vitest'
import { Emitter, ok } from '#shared/kit'
import { emptyProject } from '#shared/graph'
import { notePluginUse } from './note-use'
import { PluginStatsBoard } from './plugin-stats'
import { PluginUse } from './plugin-use'
import { PluginHome } from './testing/plugin-home'

const DAY = 86_400_000

describe('S1-33 when plugins were used', () => {
  test('is noted to the day, and outlives a restart', async () => {
    using home = new PluginHome()
    const use = new PluginUse(home.paths.data, home.clock)
    expect(use.daysSince('small')).toBeUndefined()
    await use.note(['small', '@acme/big'])
    home.now += 40 * DAY
    expect(new PluginUse(home.paths.data, home.clock).daysSince('small')).toBe(40)
    await use.note(['small'])
    const again = new PluginUse(home.paths.data, home.clock)
    expect([again.daysSince('small'), again.daysSince('@acme/big')]).toEqual([0, 40])
  })

  test('by what works, and by the nodes of projects that are edited', async () => {
    using home = new PluginHome()
    const stats = new PluginStatsBoard(() => home.now)
    const events = new Emitter<{ readonly project: string }>()
    const document = emptyProject('song', 'Song')
    const node = { id: 'n', type: '@acme/echo/echo', position: { x: 0, y: 0 }, params: {} }
    const graph = { ...document.graph, nodes: { n: node } }
    using _noting = notePluginUse({
      data: home.paths.data,
      clock: home.clock,
      stats,
      projects: { events, opened: () => ok({ document: { ...document, graph } }) },
    })
    events.emit({ project: 'one' })
    stats.report('engine', 'idle', figures(0))
    stats.report('engine', 'busy', figures(3))
    await expect
      .poll(() => {
        const use = new PluginUse(home.paths.data, home.clock)
        return ['@acme/echo', 'busy', 'idle'].map(id => use.daysSince(id))
      })
      .toEqual([0, 0, undefined])
  })
})

function figures(calls: number) {
  const times = { p50: 0, p95: 0, max: 0 }
  return { calls, errors: 0, restarts: 0, drops: 0, cpu: 0, memoryBytes: 0, times, instances: [] }
}
