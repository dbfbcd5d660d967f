import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wasmProbes } from './probes-wasm'
import { attack, type Attacked } from './attack'
import { Ring } from './ring'
import { report } from './report'

let ring: Ring
const attacked: Attacked[] = []

beforeAll(() => {
  ring = new Ring()
})
afterAll(() => {
  ring[Symbol.dispose]()
  report('wasm', attacked)
})

describe('S1-03 S1-04 hostile plugins that are Wasm modules', () => {
  test.each(wasmProbes.map(probe => [`${probe.row} ${probe.name}`, probe] as const))(
    '%s',
    async (_name, probe) => {
      attacked.push(await attack(ring, probe))
      expect(ring.pids.length).toBeLessThanOrEqual(3)
    },
  )
})
