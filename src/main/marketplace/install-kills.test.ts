import { expect, test, vi } from 'vitest'
import { installKills } from './testing/install-kills'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

test('F04 S2-11 I4 kill -9 while plugins come, change and go leaves all of them as before or as after', async () => {
  const { between, damaged, leftOver, kills } = await installKills(3)
  expect({ between, damaged, leftOver, kills }).toEqual({
    ...{ between: 0, damaged: 0, leftOver: 0, kills: 3 },
  })
}, 60_000)
