import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { proposalProbes } from './probes-proposals'
import { wasmProbes } from './probes-wasm'
import { oddWasmProbes } from './probes-wasm-odd'
import { attack, type Attacked } from './attack'
import { childrenOf, isThere, remainOf } from './processes'
import { report } from './report'
import { Ring } from './ring'

const PATIENT = { timeout: 10_000, interval: 20 }

let ring: Ring
const attacked: Attacked[] = []

beforeAll(() => {
  ring = new Ring()
})
afterAll(() => {
  ring[Symbol.dispose]()
  report('wasm', Object.values(attacked))
})

describe('S1-03 S1-04 hostile plugins that are Wasm modules', () => {
  // A few are in the same engine at a time.
  const listed = [...wasmProbes, ...proposalProbes, ...oddWasmProbes].map(
    (probe, index) => [`${probe.row} ${probe.name}`, probe, index] as const,
  )
  test.concurrent.each(listed)('%s', { timeout: 60_000 }, async (_name, probe, index) => {
    const found = await attack(ring, probe)
    attacked[index] = found
    expect(await remainOf(() => found.pids.filter(isThere))).toEqual([])
  })
})

test('when all have gone there are the good plugin’s process and the spare one, and then none', async () => {
  expect(ring.pids.length).toBeLessThanOrEqual(2)
  await expect.poll(() => childrenOf(process.pid).length, PATIENT).toBe(ring.pids.length)
  ring[Symbol.dispose]()
  expect(await remainOf(() => childrenOf(process.pid))).toEqual([])
})
