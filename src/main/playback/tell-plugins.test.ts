import { expect, test } from 'vitest'
import { Emitter, fail } from '#shared/kit'
import type { PluginStats } from '#shared/contract'
import type { EngineFigures } from '../engine'
import { tellPlugins } from './tell-plugins'

function listening() {
  const engine = {
    scripts: new Emitter<{ readonly kind: 'recovered'; readonly node: string }>(),
    failed: new Emitter<{ node: string; failure: ReturnType<typeof fail> }>(),
    figures: new Emitter<EngineFigures>(),
    pluginOf: (node: string) => (node === 'kernel' ? undefined : 'drive'),
  }
  const lines: string[] = []
  const reports: Omit<PluginStats, 'plugin' | 'at' | 'minute'>[] = []
  const told = tellPlugins(engine, {
    stats: { report: (_source, _plugin, report) => reports.push(report) },
    logs: { append: (plugin, level, text) => lines.push(`${plugin} ${level} ${text}`) },
    reportDeath: () => {},
  })
  return { engine, lines, reports, [Symbol.dispose]: () => told[Symbol.dispose]() }
}

test('S1-30 what goes wrong with a node is in the log of its plugin, once until it runs again', () => {
  using own = listening()
  const failure = fail('script-threw', 'drive: no entry (main.ts:3:1).')
  const { failed, scripts } = own.engine
  for (const node of ['a', 'a', 'kernel']) failed.emit({ node, failure })
  expect(own.lines).toEqual([`drive error a: ${failure.message}`])
  scripts.emit({ kind: 'recovered', node: 'a' })
  failed.emit({ node: 'a', failure })
  expect(own.lines).toHaveLength(3)
})

test('S1-30 of a moment without calls the figures of the one before stay', () => {
  using own = listening()
  const figures = (calls: number, p50: number): EngineFigures => ({
    spanMs: 1000,
    memory: { drive: 5 },
    nodes: {
      a: {
        ...{
          plugin: 'drive',
          place: 'host',
          calls,
          quanta: calls,
          errors: 0,
          restarts: 0,
          drops: 1,
        },
        ...{ cpuMs: calls, p50, p95: 2 * p50, max: p50 },
      },
    },
  })
  own.engine.figures.emit(figures(100, 20))
  own.engine.figures.emit(figures(0, 0))
  expect(own.reports.at(-1)).toMatchObject({ calls: 100, times: { p50: 20, p95: 40, max: 20 } })
})
