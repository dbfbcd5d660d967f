import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fail } from '../../src/shared/kit'
import { diffGraphs, type EngineNode, type ScriptPlace } from '../../src/main/engine/graph'
import { realTimeHostLimits, realTimeLimits } from '../../src/main/engine/host/script-limits'
import { loadKernels, Renderer, ScriptRunner, type ScriptEvent } from '../../src/main/engine/render'
import { graphOf, kernelNode } from '../../src/main/engine/testing/in-process'

const NODES = 100
const BLOCK = 256
const BLOCK_MS = (BLOCK / 48_000) * 1000
/** Of the look-ahead: a block that took longer would have been missed. */
const LOOK_AHEAD_MS = 21
const LOST_MS = 20_000

export interface CrossingRow {
  readonly place: ScriptPlace
  readonly quantaPerCall: number
  /** One behind the other, all of one plugin. */
  readonly nodes: number
  /** Microseconds of a block, all nodes together. */
  readonly p50: number
  readonly p95: number
  readonly max: number
}

export interface KillsRow {
  readonly kills: number
  /** Those after which it did not come back within twenty seconds. */
  readonly lost: number
  /** From the kill to the first sample of the successor. */
  readonly backMsP50: number
  readonly backMsMax: number
  /** Longest block of the whole graph, and how many took longer than the look-ahead. */
  readonly longestBlockMs: number
  readonly xruns: number
  readonly othersIdentical: boolean
  readonly processesLeft: number
}

/** What a call of a node costs in the engine and in a process of its own, by its length. */
export function crossingBench(): CrossingRow[] {
  return (['engine', 'host'] as const).flatMap(place =>
    [1, 2, 8].flatMap(quantaPerCall =>
      [1, 2, 8].map(nodes => crossing(place, quantaPerCall, nodes)),
    ),
  )
}

function crossing(place: ScriptPlace, quantaPerCall: number, nodes: number): CrossingRow {
  using bench = new Bench(place, 1, nodes)
  bench.start()
  const times: number[] = []
  for (let block = 0; block < 3500; block++) {
    const began = performance.now()
    bench.render(quantaPerCall * 128)
    if (block >= 1500) times.push((performance.now() - began) * 1000)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const part = (at: number) =>
    Math.round((sorted[Math.floor(at * (sorted.length - 1))] ?? 0) * 10) / 10
  return { place, quantaPerCall, nodes, p50: part(0.5), p95: part(0.95), max: part(1) }
}

/** A hundred nodes play while one plugin’s process is killed again and again. */
export async function killsBench(kills: number): Promise<KillsRow> {
  using bench = new Bench('host', NODES)
  using alone = new Bench('host', NODES, 0)
  bench.start()
  alone.start()
  const back: number[] = []
  let [longest, xruns, lost] = [0, 0, 0]
  let identical = true
  for (let kill = 0; kill < kills; kill++) {
    await setTimeout(20)
    const [pid] = bench.guests()
    if (pid !== undefined) kill9(pid)
    const died = performance.now()
    const recovered = bench.events.length
    const isBack = () => bench.events.slice(recovered).some(({ kind }) => kind === 'recovered')
    while (!isBack() && performance.now() - died < LOST_MS) {
      const began = performance.now()
      bench.render(BLOCK)
      const took = performance.now() - began
      alone.render(BLOCK)
      longest = Math.max(longest, took)
      if (took > LOOK_AHEAD_MS) xruns += 1
      identical &&= bench.same(alone)
      // So that the next one comes at once: that it comes ever later is tested elsewhere.
      bench.scripts.hosts.forgive()
      await setTimeout(Math.max(0, BLOCK_MS - took))
    }
    if (isBack()) back.push(performance.now() - died)
    else lost += 1
  }
  const sorted = back.toSorted((a, b) => a - b)
  bench.stop()
  await setTimeout(500)
  return {
    kills,
    lost,
    backMsP50: Math.round(sorted[sorted.length >> 1] ?? 0),
    backMsMax: Math.round(sorted.at(-1) ?? 0),
    longestBlockMs: Math.round(longest * 10) / 10,
    xruns,
    othersIdentical: identical,
    processesLeft: bench.guests().length,
  }
}

function kill9(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It had ended by itself.
  }
}

export interface SoakRow {
  readonly run: 'no kills' | 'kills'
  readonly minutes: number
  readonly kills: number
  /** Blocks that were later than the look-ahead; without kills they are the machine’s own. */
  readonly xruns: number
  /** Of those, the ones within a second of a kill. */
  readonly near: number
  readonly longestBlockMs: number
  readonly othersIdentical: boolean
  readonly rssMb: number
  readonly descriptors: number
}

/** After a kill, what may be due to it. */
const NEAR_MS = 1000

/**
 * A hundred nodes play beside a plugin, in real time: first left alone, then killed evenly over the same time. What the
 * kills cost is the difference between the two.
 */
export async function soakBench(kills: number, minutes: number): Promise<SoakRow[]> {
  return [await soak(0, minutes), await soak(kills, minutes)]
}

async function soak(kills: number, minutes: number): Promise<SoakRow> {
  using bench = new Bench('host', NODES)
  using alone = new Bench('host', NODES, 0)
  bench.start()
  alone.start()
  const began = performance.now()
  const lasts = minutes * 60_000
  const every = lasts / (kills + 1)
  let [killed, killedAt, longest, xruns, near] = [0, Number.NEGATIVE_INFINITY, 0, 0, 0]
  let identical = true
  for (let due = began; performance.now() - began < lasts; due += BLOCK_MS) {
    const [pid] = bench.guests()
    if (killed < kills && pid !== undefined && performance.now() - began > (killed + 1) * every) {
      kill9(pid)
      killed += 1
      killedAt = performance.now()
      // So that the next one comes at once: that it comes ever later is tested elsewhere.
      bench.scripts.hosts.forgive()
    }
    const start = performance.now()
    bench.render(BLOCK)
    const took = performance.now() - start
    alone.render(BLOCK)
    longest = Math.max(longest, took)
    if (took > LOOK_AHEAD_MS) {
      xruns += 1
      if (start - killedAt < NEAR_MS) near += 1
    }
    identical &&= bench.same(alone)
    await setTimeout(Math.max(0, due + BLOCK_MS - performance.now()))
  }
  return {
    run: kills === 0 ? 'no kills' : 'kills',
    minutes,
    kills: killed,
    xruns,
    near,
    longestBlockMs: Math.round(longest * 10) / 10,
    othersIdentical: identical,
    rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
    descriptors: countDescriptors(),
  }
}

/** 0 where the system does not tell. */
function countDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}

/** Noise through gains, and beside them a guest that is not heard. */
class Bench implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bench-'))
  readonly events: ScriptEvent[] = []
  readonly scripts: ScriptRunner
  readonly #renderer: Renderer

  constructor(place: ScriptPlace, nodes = 1, guests = 1) {
    // On a machine that is busy with other things a call may take long, and that is not what is measured.
    const patient = { callMs: 5000 }
    this.scripts = new ScriptRunner({ ...realTimeLimits, ...patient }, () => {}, {
      hostLimits: { ...realTimeHostLimits, ...patient },
      spare: true,
      onEvent: event => this.events.push(event),
    })
    this.#renderer = new Renderer({
      kernels: loadKernels(1024),
      scripts: this.scripts,
      onTrouble: (_node, failure) => {
        if (place === 'engine') throw new Error(fail('internal', failure.message).message)
      },
    })
    const chain = Array.from({ length: nodes }, (_, index) =>
      kernelNode(`gain${index}`, 'gain', {}, true),
    )
    const path = ['noise', ...chain.map(({ id }) => id), 'output']
    const wires = path.slice(1).map((to, index) => `${path[index]}>${to}`)
    const own = Array.from({ length: guests }, (_, index) => this.#guest(place, `guest${index}`))
    const row = ['noise', ...own.map(({ id }) => id)]
    const graph = graphOf(
      [kernelNode('noise', 'noise'), ...chain, ...own],
      [...wires, ...row.slice(1).map((to, index) => `${row[index]}>${to}`)],
    )
    this.#renderer.commit(diffGraphs(undefined, graph))
  }

  start(): void {
    this.#renderer.rewind(0)
    this.scripts.live = true
  }

  render(frames: number): void {
    this.#renderer.render(frames)
  }

  same(other: Bench): boolean {
    const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
      Buffer.from(buffer, byteOffset, byteLength)
    return bytes(this.#renderer.interleaved(BLOCK)).equals(
      bytes(other.#renderer.interleaved(BLOCK)),
    )
  }

  /** Processes of plugins; the first is the guest’s. */
  guests(): readonly number[] {
    return this.scripts.hosts.pids.slice(-1)
  }

  stop(): void {
    this.scripts.hosts[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    this.#renderer[Symbol.dispose]()
    this.scripts[Symbol.dispose]()
    rmSync(this.#folder, { recursive: true })
  }

  #guest(place: ScriptPlace, id: string): EngineNode {
    const path = join(this.#folder, 'guest.js')
    writeFileSync(
      path,
      `export default { nodes: { node: () => ({ process({ inputs, outputs, frames }) {
        for (let c = 0; c < outputs.out.length; c++) for (let i = 0; i < frames; i++) outputs.out[c][i] = inputs.in[c][i] / 2
      } }) } }`,
    )
    return {
      ...kernelNode(id, 'gain', {}, true),
      dsp: { form: 'script', code: { plugin: 'guest', node: 'node', path, place } },
    }
  }
}
