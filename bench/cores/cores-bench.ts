import { mkdtempSync, rmSync } from 'node:fs'
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
}

/** Patches with one thread and with as many as there are cores, in turn. Medians of five. */
export async function coresBench(seconds: number, names: readonly string[]): Promise<CoresRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-cores-'))
  const threads = availableParallelism()
  await using alone = new OfflineEngines()
  await using together = new OfflineEngines()
  try {
    const rows: CoresRow[] = []
    for (const patch of patches.filter(({ name }) => names.includes(name))) {
      const one: number[] = []
      const all: number[] = []
      for (let run = 0; run < RUNS; run++) {
        process.env[VARIABLE] = '1'
        one.push(await createRenderer(folder, seconds, alone)(patch))
        process.env[VARIABLE] = String(threads)
        all.push(await createRenderer(folder, seconds, together)(patch))
      }
      const [oneThreadMs, allThreadsMs] = [median(one), median(all)]
      const gain = oneThreadMs / allThreadsMs
      rows.push({ patch: patch.name, oneThreadMs, threads, allThreadsMs, gain })
    }
    return rows
  } finally {
    delete process.env[VARIABLE]
    rmSync(folder, { recursive: true })
  }
}
