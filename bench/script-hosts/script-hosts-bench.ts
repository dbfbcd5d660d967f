import { setTimeout } from 'node:timers/promises'
import type { ScriptPlace } from '../../src/main/engine/graph'
import { BLOCK, BLOCK_MS, kill9, LOOK_AHEAD_MS, Playing } from './playing'

const NODES = 100
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
  using bench = new Playing(place, 1, nodes)
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
  using bench = new Playing('host', NODES)
  using alone = new Playing('host', NODES, 0)
  bench.start()
  alone.start()
  const back: number[] = []
  let [longest, xruns, lost] = [0, 0, 0]
  let identical = true
  for (let kill = 0; kill < kills; kill++) {
    await setTimeout(20)
    const [pid] = bench.guests
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
    processesLeft: bench.guests.length,
  }
}
