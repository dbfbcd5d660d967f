import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { soakIsolates } from '../../src/main/engine/testing/soak-isolates'

export interface IsolatesRow {
  readonly isolates: number
  readonly seconds: number
  readonly earlyMb: number
  readonly lateMb: number
  readonly heldMb: number
  readonly othersIdentical: boolean
  readonly verdict: 'passed' | 'failed'
}

/** More than that, and the process grows with what it has survived. */
const MOST_GROWTH_MB = 64
/** One isolate, and not all that there have been. */
const MOST_HELD_MB = 32

/** So many isolates one after the other in one process, each with code that misbehaves. */
export function isolatesBench(isolates: number): IsolatesRow {
  const folder = mkdtempSync(join(tmpdir(), 'isolates-'))
  const began = performance.now()
  const { rss, held, identical, left } = soakIsolates(folder, isolates)
  const seconds = (performance.now() - began) / 1000
  rmSync(folder, { recursive: true })
  const mb = (bytes: number) => Math.round(bytes / 2 ** 20)
  const [earlyMb, lateMb, heldMb] = [mb(rss[0]), mb(rss[1]), mb(held)]
  const isFlat = lateMb - earlyMb <= MOST_GROWTH_MB && heldMb <= MOST_HELD_MB && left === 0
  const verdict = isFlat && identical ? 'passed' : 'failed'
  return { isolates, seconds, earlyMb, lateMb, heldMb, othersIdentical: identical, verdict }
}
