import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OfflineEngines } from '../../src/main/engine'
import { median } from '../median'
import { mixOf } from '../mix'
import { createRenderer } from '../peers/our-render'

const RUNS = 3
/** Renders from here on are timed once. */
const LONG = 600
/** Of the sound that the tracks repeat. */
const SOUND_SECONDS = 10
const SIZES = [
  [10, 10],
  [30, 10],
  [100, 10],
  [300, 10],
  [1000, 10],
  [10, 60],
  [10, 600],
  [10, 3600],
] as const

export interface SizeRow {
  readonly nodes: number
  readonly seconds: number
  readonly renderMs: number
  /** Time for a node and a second of sound. */
  readonly microsecondsEach: number
}

/**
 * Cost against size: more nodes at one length, and longer renders of one graph. Medians of three, but for the longest.
 */
export async function sizeBench(): Promise<SizeRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-size-'))
  await using engines = new OfflineEngines()
  try {
    const rows: SizeRow[] = []
    for (const [nodes, seconds] of SIZES) {
      const render = createRenderer(folder, seconds, engines, { soundSeconds: SOUND_SECONDS })
      const times: number[] = []
      const runs = seconds >= LONG ? 1 : RUNS
      for (let run = 0; run < runs; run++) times.push(await render(mixOf(nodes)))
      const renderMs = median(times)
      rows.push({ nodes, seconds, renderMs, microsecondsEach: (renderMs * 1000) / nodes / seconds })
    }
    return rows
  } finally {
    rmSync(folder, { recursive: true })
  }
}
