import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { decodeAudioBlock } from '#shared/contract'
import { silentLog } from '../../kit'
import type { EngineNode } from '../graph'
import type { EngineFigures } from '../protocol'
import type { ScriptEvent } from '../render'
import { enginePids, hostPids } from '../testing/engine-pids'
import { graphOf, kernelNode } from '../testing/in-process'
import { RealTimeEngine } from './real-time-engine'
import { renderOffline } from './render-offline'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hosted-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const half = `process({ inputs, outputs }) { outputs.out[0].set(inputs.in[0].map(x => x / 2)) }`

let versions = 0
function hosted(name: string, body: string, setUp = ''): EngineNode {
  versions += 1
  const revision = String(versions)
  const path = join(folder, `${name}-${revision}.js`)
  writeFileSync(
    path,
    `export default { nodes: { node: () => { let n = 0; ${setUp}; return { ${body} } } } }`,
  )
  return {
    ...kernelNode('script', 'gain', {}, true),
    dsp: { form: 'script', code: { plugin: name, node: 'node', path, revision, place: 'host' } },
  }
}

const one = kernelNode('one', 'constant', { value: 0.5 })

/**
 * Plays on, block by block, and hands each block’s last sample to somebody who says when it is enough; `everyMs`
 * four blocks.
 */
async function hear(
  engine: RealTimeEngine,
  epoch: number,
  enough: (sample: number) => boolean,
  everyMs = 4,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  using _blocks = engine.blocks.on(bytes => {
    const block = decodeAudioBlock(bytes.buffer)
    if (block === undefined) return
    if (enough(block.samples.at(-1) ?? 0)) resolve()
    else setTimeout(() => engine.pull({ epoch, blocks: 4 }), everyMs)
  })
  engine.pull({ epoch, blocks: 4 })
  await promise
}

describe(
  'S1-03 a plugin in a process of its own, while the engine plays',
  { timeout: 60_000 },
  () => {
    test('killed, it is bypassed, comes back, and every death is told', async () => {
      await using engine = new RealTimeEngine(silentLog)
      const events: ScriptEvent[] = []
      const figures: EngineFigures[] = []
      using _events = engine.scripts.on(event => events.push(event))
      using _figures = engine.figures.on(each => figures.push(each))
      engine.load('p', graphOf([one, hosted('half', half)], ['one>script', 'script>output']))
      const { epoch } = engine.play(0)
      const deaths = () => events.filter(({ kind }) => kind === 'death').length
      for (let kill = 1; kill <= 3; kill++) {
        await hear(engine, epoch, sample => sample === 0.25)
        // One of them is the spare one, which nobody misses.
        for (const pid of hostPids()) process.kill(pid, 'SIGKILL')
        await hear(engine, epoch, sample => sample === 0.5 && deaths() === kill)
      }
      await hear(engine, epoch, sample => sample === 0.25)
      expect(events.filter(({ kind }) => kind === 'recovered')).toHaveLength(3)
      const troubles = () =>
        engine.present.flatMap(event => (event.kind === 'troubles' ? event.troubles : []))
      expect(troubles()).toEqual([])
      const died = events.filter(({ kind }) => kind === 'death')
      expect(died).toHaveLength(3)
      expect(died.at(-1)).toMatchObject({ plugin: 'half', failure: { code: 'script-died' } })
      const status = engine.present.flatMap(event => (event.kind === 'status' ? event : []))[0]
      expect(status).toMatchObject({ state: 'ready', restarts: 0 })
      await hear(engine, epoch, () => figures.length > 0)
      expect(figures[0]?.nodes['script']?.plugin).toBe('half')
      expect(figures[0]?.nodes['script']?.place).toBe('host')
    })

    test('what it takes is told once a second', async () => {
      await using engine = new RealTimeEngine(silentLog)
      const { promise, resolve } = Promise.withResolvers<EngineFigures>()
      using _figures = engine.figures.on(resolve)
      engine.load('p', graphOf([one, hosted('told', half)], ['one>script', 'script>output']))
      const { epoch } = engine.play(0)
      let told: EngineFigures | undefined
      void promise.then(figures => {
        told = figures
      })
      await hear(engine, epoch, () => told !== undefined)
      const { nodes, memory, spanMs } = await promise
      expect(spanMs).toBeGreaterThan(500)
      expect(memory['told']).toBeGreaterThan(20e6)
      const { calls, quanta, p50, p95, max, errors } = nodes['script'] ?? {
        calls: 0,
        quanta: 0,
        p50: 0,
        p95: 0,
        max: 0,
        errors: 0,
      }
      expect(calls).toBeGreaterThan(0)
      expect(quanta).toBeGreaterThanOrEqual(calls)
      expect([p50 > 0, p95 >= p50, max >= p95]).toEqual([true, true, true])
      expect(errors).toBe(0)
    })

    test('nothing of it is left when the engine ends, however it ends', async () => {
      const engine = new RealTimeEngine(silentLog)
      engine.load('p', graphOf([one, hosted('left', half)], ['one>script', 'script>output']))
      await hear(engine, engine.play(0).epoch, sample => sample === 0.25)
      const hosts = hostPids()
      expect(hosts.length).toBeGreaterThan(0)
      for (const pid of enginePids()) process.kill(pid, 'SIGKILL')
      await engine[Symbol.asyncDispose]()
      await expect.poll(() => hosts.filter(isAlive), { timeout: 5000 }).toEqual([])
    })

    test('an export gives the very samples that the engine gives', async () => {
      const job = { path: join(folder, 'out.wav'), format: 'wav32f', from: 0, to: 48_000 } as const
      const graph = graphOf([one, hosted('exported', half)], ['one>script', 'script>output'])
      const report = unwrap(await renderOffline({ graph, log: silentLog, job }))
      expect(report.bypassed).toEqual([])
      expect(report.peakDb).toBeCloseTo(-12.04, 2)
    })

    test('an export in which it dies ends, and names it', async () => {
      const job = { path: join(folder, 'dead.wav'), format: 'wav32f', from: 0, to: 48_000 } as const
      const eats = hosted(
        'eats',
        `process() { if (n++ > 50) for (const held = [];;) held.push(new Uint8Array(1e7).fill(1)) }`,
      )
      const graph = graphOf([one, eats], ['one>script', 'script>output'])
      const report = unwrap(await renderOffline({ graph, log: silentLog, job }))
      expect(report.bypassed).toEqual(['script'])
    })
  },
)

describe(
  'S1-08 new code of a plugin that plays, on a machine that is busy',
  { timeout: 60_000 },
  () => {
    const quarter = `process({ inputs, outputs }) { outputs.out[0].set(inputs.in[0].map(x => x / 4)) }`
    // A hundred milliseconds or so, of the 500 that it may take.
    const slowly = 'for (let i = 0; i < 1e8; i++) n += i % 7'

    test.each([
      ['before it has begun', false, 4000, ''],
      ['in the middle of its set-up', true, 600, slowly],
    ])(
      'is heard, though its process had no processor %s',
      async (_name, inIt, stoppedMs, setUp) => {
        await using engine = new RealTimeEngine(silentLog)
        const events: ScriptEvent[] = []
        using _events = engine.scripts.on(event => events.push(event))
        const load = (node: EngineNode) =>
          engine.load('p', graphOf([one, node], ['one>script', 'script>output']))
        load(hosted('renewed', half))
        const { epoch } = engine.play(0)
        await hear(engine, epoch, sample => sample === 0.25)
        let pids = hostPids()
        await hear(engine, epoch, () => (pids = hostPids()).length === 2)
        // The one that waits for new code is the younger.
        const next = pids.at(-1) ?? 0
        if (!inIt) process.kill(next, 'SIGSTOP')
        load(hosted('renewed', quarter, setUp))
        if (inIt) {
          const before = cpuMsOf(next)
          while (cpuMsOf(next) < before + 20) await sleep(2)
          process.kill(next, 'SIGSTOP')
        }
        setTimeout(() => process.kill(next, 'SIGCONT'), stoppedMs)
        let [heard, bypassed] = [0, 0]
        const enough = (sample: number): boolean => {
          heard += 1
          if (sample > 0.25) bypassed += 1
          return sample === 0.125 || events.length > 0
        }
        // No faster than real time: how long new code may be away is counted in sound.
        await hear(engine, epoch, enough, 12)
        expect(events).toEqual([{ kind: 'replaced', node: 'script' }])
        // The old code sounds on; a machine that is busy may be late with some of it, of few blocks with a quarter.
        expect(bypassed).toBeLessThan(heard / 2)
      },
    )
  },
)

/** What a process had of the processor, to some ten milliseconds. Linux only. */
function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/State:\s+Z/.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
