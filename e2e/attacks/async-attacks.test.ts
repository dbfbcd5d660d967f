import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { err, fail, ok, type Result } from '../../src/shared/kit'
import { hosted, testHosts } from '../../src/main/plugin-host/testing/hosting'
import { staleSources } from '../../src/main/kit/testing/stale-sources'
import { Arena } from './arena'
import { asyncProbes } from './probes-async'
import { floodProbes } from './probes-floods'
import { rogueProbes } from './probes-rogue'
import { childrenOf, commandOf, isThere, peakOf, remainOf } from './processes'
import { report } from './report'
import { rogueHost } from './rogue-host'
import { Sounding } from './sounding'
import type { Attacked } from './attack'
import type { Outcome } from './probe'

/** Of one process of a plugin: its heap, what lies beside it, and what such a process begins with. */
const MOST_RSS = (64 + 128 + 96) * 2 ** 20
/** Of the processor, that the app spends on it without a pause. */
const MOST_TURN_MS = 300
/** For what never answers, and for what does on a machine that is busy. */
const SHORT_MS = 300
const LONG_MS = 10_000
const PATIENT = { timeout: 10_000, interval: 20 }

const probes = [...asyncProbes, ...floodProbes]
const sounding = new Sounding()
const attacked: Attacked[] = []
let arena: Arena
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'async-attacks-'))
  arena = await Arena.open(probes)
  await sounding.start()
  // Both are there before anything is compared.
  await arena.call('good/asks')
  await arena.call('slow/wait')
})
afterAll(async () => {
  await arena[Symbol.asyncDispose]()
  await sounding[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
  report('async', attacked)
})

/** Hears which processes are to be looked at. */
type See = (pids: () => readonly number[]) => void

/** Does it while the engine sounds, and asserts that nothing else suffers and that nothing is left of it. */
async function besideSound(
  { row, name, ends }: { readonly row: string; readonly name: string; readonly ends: Outcome },
  act: (see: See) => Promise<{ readonly result: Result<unknown>; readonly died: boolean }>,
): Promise<Result<unknown>> {
  const before = new Set(childrenOf(process.pid))
  sounding.take()
  let pids: () => readonly number[] = () => []
  let [peakRss, blockMs] = [0, 0]
  let spent = process.threadCpuUsage()
  const poll = setInterval(() => {
    // What the machine did meanwhile is not ours.
    const { user, system } = process.threadCpuUsage(spent)
    spent = process.threadCpuUsage()
    blockMs = Math.max(blockMs, (user + system) / 1000)
    for (const pid of pids()) if (!before.has(pid)) peakRss = Math.max(peakRss, peakOf(pid))
  }, 10)
  const began = performance.now()
  const { result, died } = await act(given => {
    pids = given
  })
  const tookMs = performance.now() - began
  clearInterval(poll)
  // Some blocks more: what comes late would be heard in them.
  await expect.poll(() => sounding.heard, PATIENT).toBeGreaterThan(16)
  const { compared, different, restarts } = sounding.take()
  const outcome = outcomeOf(result, died)
  expect({ outcome, different, restarts }).toEqual({ outcome: ends, different: 0, restarts: 0 })
  expect(compared).toBeGreaterThan(16)
  expect(blockMs).toBeLessThan(MOST_TURN_MS)
  expect(peakRss).toBeLessThan(MOST_RSS)
  expect(await arena.call('good/asks')).toEqual(ok(1))
  const left = () => childrenOf(process.pid).filter(pid => !before.has(pid))
  expect(await remainOf(left)).toEqual([])
  const parts = {
    outcome,
    message: result.ok ? '' : result.error.message,
    blockMs,
    tookMs,
    peakRss,
  }
  attacked.push({ row, name, ...parts, pids: [], identical: different === 0, nextWorks: true })
  return result
}

function outcomeOf(result: Result<unknown>, died: boolean): Outcome {
  const code = result.ok ? '' : result.error.code
  if (code === 'plugin-timeout') return 'timeout'
  if (died) return 'killed'
  return result.ok ? 'ran' : 'threw'
}

test('the processes that are attacked are built of the sources that lie here', () => {
  const within = ['src/main/plugin-host', 'src/main/sandbox']
  expect(staleSources('out/main/plugin-host.js', within)).toEqual([])
})

describe('S1-03 S1-13 hostile plugins, beside their sound', () => {
  const listed = probes.map((probe, index) => [`${probe.row} ${probe.name}`, probe, index] as const)
  test.each(listed)('%s', { retry: 2, timeout: 60_000 }, async (_name, probe, index) => {
    const id = Arena.idOf(index)
    await besideSound(probe, async see => {
      see(() => arena.pids)
      const result = await probe.attack(arena, id)
      await arena.end(id)
      return { result, died: false }
    })
    await probe.after?.(arena, id)
  })
})

describe('S1-03 processes of plugins in which something has broken out of its walls', () => {
  test.each(rogueProbes.map(probe => [`S27 ${probe.name}`, probe] as const))(
    '%s',
    { retry: 2, timeout: 60_000 },
    async (_name, { name, misdeed, ends, answer }) => {
      const result = await besideSound({ row: 'S27', name, ends }, async see => {
        const script = rogueHost(folder, misdeed)
        await using own = testHosts(
          async (_plugin, method) =>
            method === 'wait' ? new Promise(() => {}) : err(fail('permission-denied', '')),
          { script },
        )
        see(() => own.hosts.running.flatMap(({ pid }) => pid ?? []))
        const timeoutMs = ends === 'timeout' ? SHORT_MS : LONG_MS
        const result = await own.call(hosted('', { id: 'rogue' }), 'it', {}, timeoutMs)
        return { result, died: own.deaths.length > 0 }
      })
      if (answer !== undefined) expect(result).toEqual(ok(answer))
    },
  )
})

test('S06 a process of a plugin may read nothing that a plugin brings, so no cache of V8 either', () => {
  const hosts = arena.pids.map(commandOf)
  expect(hosts.length).toBeGreaterThan(0)
  for (const command of hosts) {
    expect(command).toContain('--permission')
    const readable = command.filter(part => part.startsWith('--allow-fs-read='))
    expect(readable.length).toBeGreaterThan(0)
    expect(readable.filter(part => arena.home.startsWith(part.slice(16)))).toEqual([])
  }
  expect(arena.pids.every(isThere)).toBe(true)
})
