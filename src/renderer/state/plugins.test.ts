import { expect, test } from 'vitest'
import type { PluginInfo, PluginState } from '#shared/contract'
import { fail } from '#shared/kit'
import { FakePlugins } from '../testing/fake-plugins'
import { fallen } from './plugins'

const [any] = new FakePlugins().all
const reason = fail('plugin-quarantined', 'Melt: it died too often.')

function plugin(id: string, state: PluginState): PluginInfo {
  if (any === undefined) throw new Error('There is no fake.')
  const stopped = state === 'quarantined' || state === 'failed' || state === 'skipped'
  return { ...any, id, state, ...(stopped && { reason }) }
}

test('M-03 T16 the user is told of a plugin that was revoked while it ran', () => {
  const revoked = fail('package-revoked', '“Melt” 1.0.0 was revoked: it phones home.')
  const now = [{ ...plugin('a', 'disabled'), reason: revoked }]
  expect(fallen([plugin('a', 'enabled')], now)).toEqual([revoked])
})

test('S33 the user is told of plugins that stop by themselves, and of no others', () => {
  const before = [
    plugin('a', 'enabled'),
    plugin('b', 'enabled'),
    plugin('c', 'failed'),
    plugin('d', 'enabled'),
  ]
  const now = [
    plugin('a', 'quarantined'),
    plugin('b', 'disabled'),
    plugin('c', 'failed'),
    plugin('e', 'failed'),
  ]
  expect(fallen(before, now)).toEqual([reason])
  expect(fallen(now, now)).toEqual([])
})
