import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { failureCodes } from '#shared/kit'
import { differences, treeOf } from './testing/tree-of'
import { AttackShop, updateAttacks } from './testing/update-attacks'
import { attackPage } from './testing/update-attacks/attack-page'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

const attacks = updateAttacks.flatMap(({ row, attacks: all }) =>
  all.map(attack => [`${row} ${attack.when}: ${attack.what}`, attack] as const),
)

/** What may be written by looking: what was fetched, what registries say, and the lock of who looks. */
const KEPT = /^cache(\/|$)|publishers(\.copy)?\.json$|^data\/plugins$/

describe('M-03 S1-35 I4 attacks on installations and updates', () => {
  test('are 54: eighteen rows before an installation, at an update, and without a network', () => {
    expect(attacks).toHaveLength(54)
    expect(updateAttacks.map(({ row }) => row)).toEqual(
      Array.from({ length: 18 }, (_, at) => `T${String(at + 1).padStart(2, '0')}`),
    )
    for (const { attacks: all } of updateAttacks) {
      expect(all.map(({ when }) => when)).toEqual(['fresh', 'update', 'offline'])
    }
    const codes = new Set(attacks.map(([, { code }]) => code))
    expect(codes.size).toBeGreaterThanOrEqual(27)
  })

  test.each(attacks)('%s', async (_name, { code, scene }) => {
    await using shop = new AttackShop()
    const act = await scene(shop)
    const before = treeOf(shop.temp.path)
    const failure = await act()
    const changed = differences(before, treeOf(shop.temp.path), KEPT)
    expect(existsSync(shop.temp.at('ran'))).toBe(false)
    if (code === 'harmless') {
      expect(failure).toBeUndefined()
      // All that is new lies in the plugin’s own folder, and what was kept to come back to beside it.
      const own = /^(data\/(plugins\/small|plugin-(environments|files))(\/|$)|small\.tgz$)/
      expect(changed.filter(path => !own.test(path))).toEqual([])
      return
    }
    expect(failure?.code).toBe(code)
    expect(failure?.message).toContain(failureCodes[code])
    expect(failure?.message.length).toBeGreaterThan(failureCodes[code].length + 10)
    expect(changed.filter(path => path !== 'small.tgz')).toEqual([])
  })

  test('stand in the docs as they are here', async () => {
    const page = join(import.meta.dirname, '../../../docs/plugins/update-attacks.md')
    await expect(attackPage(updateAttacks)).toMatchFileSnapshot(page)
  })
})
