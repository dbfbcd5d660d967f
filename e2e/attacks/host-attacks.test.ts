import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineNode } from '../../src/main/engine/graph'
import { graphOf, InProcess, kernelNode } from '../../src/main/engine/testing/in-process'
import type { ScriptLimits } from '../../src/main/sandbox'
import { soakIsolates } from '../../src/main/engine/testing/soak-isolates'

const limits: ScriptLimits = { heapMb: 64, setUpMs: 1000, callMs: 300, furtherMs: 50 }
const hurried: ScriptLimits = { ...limits, waitMs: 8, share: 0.5, behindMs: 200 }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hosts-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let revisions = 0

/** A node of a plugin that runs in a process of its own. `code` is what makes it. */
function guest(id: string, plugin: string, code: string): EngineNode {
  revisions += 1
  const path = join(folder, `${plugin}-${revisions}.js`)
  writeFileSync(path, `export default { nodes: { node: context => { ${code} } } }`)
  const revision = String(revisions)
  return {
    ...kernelNode(id, 'gain', {}, true),
    dsp: { form: 'script', code: { plugin, node: 'node', path, revision, place: 'host' } },
  }
}

const one = kernelNode('one', 'constant', { value: 0.5 })
const ones = 'return { process({ outputs }) { outputs.out[0].fill(1) } }'
const gone = (id: string) => [`one>${id}`, `${id}>output`]

function states(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return 'gone'
  }
}

const descriptors = () => readdirSync('/proc/self/fd').length
const isRunning = (pid: number) => !/gone|State:\s+Z/.test(states(pid))

describe('S31 state that is abused', () => {
  const replaced = (before: string, after = ones, hostLimits = limits) => {
    const run = new InProcess(graphOf([one, guest('g', 'state', before)], gone('g')), {
      hostLimits,
    })
    run.render(1024)
    run.scripts.live = true
    run.load(graphOf([one, guest('g', 'state', after)], gone('g')))
    // The new process begins meanwhile.
    for (
      let tries = 0;
      tries < 400 && run.events.every(({ kind }) => kind !== 'replaced');
      tries++
    ) {
      run.render(1024)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
    return run
  }
  const keeps = (state: string) =>
    `return { process({ outputs }) { outputs.out[0].fill(0.5) }, getState() { ${state} } }`

  test.each([
    ['of two megabytes', `return 'x'.repeat(2 ** 21)`],
    ['that is cyclic', 'const o = {}; o.o = o; return o'],
    ['with a toJSON that hangs', 'return { toJSON() { for (;;) {} } }'],
    ['that is a proxy', 'return new Proxy({}, { ownKeys() { for (;;) {} } })'],
    ['that throws', 'throw new Error()'],
    ['that is a function', 'return () => {}'],
    [
      'that is another each time',
      'return { n: Math.sqrt(2), s: globalThis.n = (globalThis.n ?? 0) + 1 }',
    ],
  ])('%s: the new code begins all the same', (_name, state) => {
    using run = replaced(keeps(state))
    expect(run.events.at(-1)?.kind).toBe('replaced')
    expect(run.render(1024).at(-1)).toBe(1)
  })

  test('of a gigabyte: the old code dies of it, and the new code begins without it and says so', () => {
    using run = replaced(keeps(`return 'x'.repeat(2 ** 28)`))
    expect(run.events).toMatchObject([
      { kind: 'death', failure: { code: 'script-memory' } },
      { kind: 'replaced', lost: { code: 'script-memory' } },
    ])
    expect(run.events[1]).not.toHaveProperty('failure')
    expect(run.render(1024).at(-1)).toBe(1)
  })

  test('of a gigabyte, while sound waits for nobody: just so, and no later than others', () => {
    using run = replaced(keeps(`return 'x'.repeat(2 ** 28)`), ones, hurried)
    const replacement = run.events.find(({ kind }) => kind === 'replaced')
    expect(replacement).toHaveProperty('lost')
    expect(replacement).not.toHaveProperty('failure')
    expect(run.render(1024).at(-1)).toBe(1)
  })

  test('a foreign state that the new code refuses leaves the old one', () => {
    using run = replaced(
      keeps('return { version: 99 }'),
      `return { process() {}, setState(state) { if (state.version > 1) throw new Error('a later version') } }`,
    )
    expect(run.events.at(-1)).toMatchObject({
      kind: 'replaced',
      failure: { code: 'plugin-code-failed' },
    })
    expect(run.render(1024).at(-1)).toBe(0.5)
  })
})

describe('S32 two plugins', () => {
  test('share no globals, and no process', () => {
    const writes =
      'globalThis.secret = 1; Object.prototype.secret = 1; return { process({ outputs }) { outputs.out[0].fill(1) } }'
    const reads = `return { process({ outputs }) { outputs.out[0].fill(typeof secret === 'undefined' && !({}).secret ? 0.25 : 1) } }`
    const nodes = [one, guest('a', 'writer', writes), guest('b', 'reader', reads)]
    using run = new InProcess(graphOf(nodes, ['one>a', 'a>b', 'b>output']))
    expect(run.render(1024).at(-1)).toBe(0.25)
    expect(run.scripts.hosts.pids).toHaveLength(2)
  })

  test('of which one is killed: the other gives the very samples that it gives alone', () => {
    const counts = 'let n = 0; return { process({ outputs }) { outputs.out[0].fill(++n / 1024) } }'
    const hangs =
      'let n = 0; return { process() { if (++n > 10) for (;;) new Array(1e9).fill(0) } }'
    const other = guest('b', 'counter', counts)
    using alone = new InProcess(graphOf([one, other], ['one>b', 'b>output']))
    const expected = alone.render(16_384)
    const nodes = [one, other, guest('a', 'hog', hangs)]
    using run = new InProcess(graphOf(nodes, ['one>b', 'b>output', 'one>a']))
    expect(run.render(16_384)).toEqual(expected)
    expect(run.troubles.map(([node]) => node)).toEqual(['a'])
  })
})

describe('S33 a plugin that kills its process at load', () => {
  test('while sound plays is tried again, ever later, and every death is told', async () => {
    using run = new InProcess(graphOf([one], []), { hostLimits: hurried })
    run.scripts.live = true
    run.load(graphOf([one, guest('g', 'killed', ones)], gone('g')))
    const died = () => run.events.filter(({ kind }) => kind === 'death').length
    const times: number[] = []
    while (times.length < 3) {
      await setTimeout(20)
      const sounds = run.render(1024).at(-1) === 1
      if (died() > times.length) times.push(performance.now())
      for (const pid of sounds ? run.scripts.hosts.pids : []) process.kill(pid, 'SIGKILL')
    }
    const [, second = 0, third = 0] = times
    expect(third - second).toBeGreaterThan(1000)
    expect(run.troubles.map(([, { code }]) => code)).toEqual(Array(3).fill('script-died'))
  }, 60_000)

  test('in a render to a file is not tried again', () => {
    const node = guest('g', 'killed', ones)
    using run = new InProcess(graphOf([one, node], gone('g')), { hostLimits: limits })
    expect(run.render(1024).at(-1)).toBe(1)
    for (const pid of run.scripts.hosts.pids) process.kill(pid, 'SIGKILL')
    for (const id of ['g', 'h']) {
      run.load(graphOf([one, { ...node, id }], gone(id)))
      run.render(1024)
    }
    expect(run.events.filter(({ kind }) => kind === 'death')).toHaveLength(1)
    expect(run.troubles.map(([id, { code }]) => [id, code])).toEqual([
      ['g', 'script-died'],
      ['h', 'script-died'],
    ])
    expect(run.scripts.hosts.pids).toEqual([])
    run.scripts.forget('killed')
    run.load(graphOf([one, guest('i', 'killed', ones)], gone('i')))
    run.render(1024)
    expect(run.render(1024).at(-1)).toBe(1)
  })
})

describe('S34 ends in the wrong moment', () => {
  test.each([
    ['before it has begun', 0],
    ['while it loads', 1],
    ['while it runs', 40],
  ])('a node that goes %s takes its process with it', async (_name, blocks) => {
    using run = new InProcess(graphOf([one], []), { hostLimits: hurried })
    run.scripts.live = true
    run.load(graphOf([one, guest('g', 'brief', ones)], gone('g')))
    for (let block = 0; block < blocks; block++) {
      run.render(256)
      await setTimeout(blocks > 1 ? 5 : 0)
    }
    const { pids } = run.scripts.hosts
    expect(pids).toHaveLength(1)
    run.load(graphOf([one], []))
    run.render(1024)
    expect(run.scripts.hosts.pids).toEqual([])
    await expect.poll(() => pids.filter(isRunning), { timeout: 5000 }).toEqual([])
  })

  test('disposed of twice, and within its own last call', () => {
    const run = new InProcess(graphOf([one, guest('g', 'twice', ones)], gone('g')), {
      hostLimits: limits,
    })
    run.render(1024)
    for (const pid of run.scripts.hosts.pids) process.kill(pid, 'SIGKILL')
    run[Symbol.dispose]()
    run.scripts[Symbol.dispose]()
    expect(run.scripts.hosts.pids).toEqual([])
  })

  test('a process that was stopped by a signal is left behind, and the sound goes on', async () => {
    using run = new InProcess(graphOf([one, guest('g', 'stopped', ones)], gone('g')), {
      hostLimits: { ...hurried, callMs: 100 },
    })
    run.render(1024)
    run.scripts.live = true
    const [pid = 0] = run.scripts.hosts.pids
    process.kill(pid, 'SIGSTOP')
    let longest = 0
    let last = 0
    for (
      let block = 0;
      block < 400 && run.events.every(({ kind }) => kind !== 'recovered');
      block++
    ) {
      const began = performance.now()
      last = run.render(256).at(-1) ?? 0
      longest = Math.max(longest, performance.now() - began)
      await setTimeout(5)
    }
    expect(run.events.map(({ kind }) => kind)).toEqual(['death', 'recovered'])
    expect(longest).toBeLessThan(100)
    expect(last).toBeGreaterThan(0.4)
    expect(isRunning(pid)).toBe(false)
  })
})

describe('S26 an answer that comes late', () => {
  test('costs the sound next to nothing, and the node comes back without a click', async () => {
    const naps =
      'let n = 0; return { process({ inputs, outputs }) { if (++n === 40) { let x = 0; for (let i = 0; i < 4e7; i++) x += i; if (x === 1) n = 0 } outputs.out[0].set(inputs.in[0].map(s => s / 2)) } }'
    using run = new InProcess(graphOf([one, guest('g', 'naps', naps)], gone('g')), {
      hostLimits: { ...hurried, behindMs: 5000 },
    })
    run.render(1024)
    run.scripts.live = true
    const heard: number[] = []
    for (let block = 0; block < 120; block++) {
      heard.push(...run.render(256).filter((_, index) => index % 2 === 0))
      await setTimeout(2)
    }
    const steps = heard.slice(1).map((sample, i) => Math.abs(sample - (heard[i] ?? 0)))
    expect(Math.max(...steps)).toBeLessThan(0.002)
    expect(heard).toContain(0.5)
    expect(heard.at(-1)).toBeCloseTo(0.25, 5)
    expect(run.troubles).toEqual([])
  })
})

describe('S35 isolates one after the other', () => {
  test('in one process: each goes with its node, and the sound is the very same', () => {
    const { rss, held, identical, left } = soakIsolates(folder, 48)
    expect({ identical, left }).toEqual({ identical: true, left: 0 })
    // Of one isolate: were all 48 there still, it would be some hundred megabytes.
    expect(held).toBeLessThan(24 * 2 ** 20)
    expect(rss[1] - rss[0]).toBeLessThan(64 * 2 ** 20)
  })
})

describe('S36 kills without end', () => {
  test(
    '24 processes that are killed leave no zombies and no descriptors',
    { timeout: 60_000 },
    async () => {
      using run = new InProcess(graphOf([one], []), { hostLimits: limits })
      const before = descriptors()
      const pids: number[] = []
      for (let round = 0; round < 8; round++) {
        const nodes = ['a', 'b', 'c'].map(id => guest(id, `${id}${round}`, ones))
        run.load(graphOf([one, ...nodes], ['one>a', 'one>b', 'one>c', 'a>output']))
        expect(run.render(1024).at(-1)).toBe(1)
        pids.push(...run.scripts.hosts.pids)
        for (const pid of run.scripts.hosts.pids) process.kill(pid, 'SIGKILL')
        run.load(graphOf([one], []))
        await setTimeout(1)
      }
      expect(pids).toHaveLength(24)
      await expect
        .poll(() => pids.filter(pid => states(pid) !== 'gone'), { timeout: 5000 })
        .toEqual([])
      await expect.poll(descriptors, { timeout: 5000 }).toBeLessThanOrEqual(before + 2)
    },
  )
})
