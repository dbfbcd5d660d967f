import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answersProbes } from './probes-answers'
import { memoryProbes } from './probes-memory'
import { reachProbes } from './probes-reach'
import { attack, type Attacked } from './attack'
import { Ring } from './ring'
import { report } from './report'

const jsProbes = [...reachProbes, ...answersProbes, ...memoryProbes]

let ring: Ring
const attacked: Attacked[] = []

beforeAll(() => {
  ring = new Ring()
})
afterAll(() => {
  ring[Symbol.dispose]()
  report('js', attacked)
})

describe('S1-03 S1-04 hostile plugins in JavaScript', () => {
  test.each(jsProbes.map(probe => [`${probe.row} ${probe.name}`, probe] as const))(
    '%s',
    async (_name, probe) => {
      attacked.push(await attack(ring, probe))
      expect(ring.pids.length).toBeLessThanOrEqual(3)
    },
  )
})
