import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { OfflineEngines } from '../../src/main/engine'
import { median } from '../median'
import { createRenderer } from '../peers/our-render'
import { patches } from '../peers/patches'

const RUNS = 5
/** Read by the engine process: how many threads render. */
const VARIABLE = 'WIREHARP_THREADS'

export interface CoresRow {
  readonly patch: string
  readonly oneThreadMs: number
  readonly threads: number
  readonly allThreadsMs: number
  readonly gain: number
  /** The same render on one thread, in two processes at once; each of them takes so long. */
  readonly twoAtOnceMs: number
  /** What two cores of this machine give for that: twice the work, in so much more time. No render gains more. */
  readonly machineGives: number
}

/** Patches with one thread, with as many as there are cores, and twice at once, in turn. Medians of five. */
export async function coresBench(seconds: number, names: readonly string[]): Promise<CoresRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-cores-'))
  const other = join(folder, 'other')
  mkdirSync(other)
  const threads = availableParallelism()
  await using alone = new OfflineEngines()
  await using beside = new OfflineEngines()
  await using together = new OfflineEngines()
  try {
    const one = createRenderer(folder, seconds, alone)
    const second = createRenderer(other, seconds, beside)
    const all = createRenderer(folder, seconds, together)
    const rows: CoresRow[] = []
    for (const patch of patches.filter(({ name }) => names.includes(name))) {
      const times = { one: [0], all: [0], two: [0] }
      for (let run = 0; run <= RUNS; run++) {
        process.env[VARIABLE] = '1'
        const oneMs = await one(patch)
        const pair = await Promise.all([one(patch), second(patch)])
        process.env[VARIABLE] = String(threads)
        const allMs = await all(patch)
        // The first one makes the processes ready.
        if (run === 0) continue
        times.one[run - 1] = oneMs
        times.two[run - 1] = (pair[0] + pair[1]) / 2
        times.all[run - 1] = allMs
      }
      rows.push(rowOf(patch.name, threads, times))
    }
    return rows
  } finally {
    delete process.env[VARIABLE]
    rmSync(folder, { recursive: true })
  }
}

function rowOf(
  patch: string,
  threads: number,
  times: { readonly one: number[]; readonly all: number[]; readonly two: number[] },
): CoresRow {
  const [oneThreadMs, allThreadsMs] = [median(times.one), median(times.all)]
  const twoAtOnceMs = median(times.two)
  const gain = oneThreadMs / allThreadsMs
  const machineGives = (2 * oneThreadMs) / twoAtOnceMs
  return { patch, oneThreadMs, threads, allThreadsMs, gain, twoAtOnceMs, machineGives }
}
