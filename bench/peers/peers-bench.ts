import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { OfflineEngines } from '../../src/main/engine'
import { launchChromium } from '../../src/main/kit/testing/chromium'
import { builtInPlugins, type PluginPlaces } from '../../src/main/plugins'
import { median } from '../median'
import { createRenderer, type PatchRenderer } from './our-render'
import type { Patch } from './patch'
import { patches } from './patches'
import { timeChromium, timeNative } from './web-audio'

/** Renders of a patch, of which the median counts; of those that take long, fewer. */
const [MOST_RUNS, FEWEST_RUNS] = [5, 3]
const LONG_MS = 1000
/** Before each: what the one before leaves behind (buffers, garbage) is tidied up by then, on whatever thread. */
const REST_MS = 300

export interface PeerRow {
  readonly patch: string
  readonly oursMs: number
  readonly nodeWebAudioMs: number
  readonly chromiumMs: number
  /** The faster peer's time over ours. */
  readonly ratioToFastest: number
}

/**
 * Renders each patch with Wireharp, node-web-audio-api and Chromium in turn, round after round in one run, so
 * that a machine whose speed drifts is the same for all three. Medians. Building the graph is in nobody's time;
 * ours is that of the engine process, as `wireharp render` reports it.
 */
export async function peersBench(
  seconds: number,
  only: readonly string[] = [],
  list: readonly Patch[] = patches,
  places: PluginPlaces = { builtIn: builtInPlugins() },
): Promise<{ patches: PeerRow[]; geometricMean: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-peers-'))
  await using engines = new OfflineEngines()
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const renderer = createRenderer(folder, seconds, engines, { places })
    const rows: PeerRow[] = []
    for (const patch of list) {
      if (only.length > 0 && !only.includes(patch.name)) continue
      rows.push(await measure(patch, seconds, renderer, page))
    }
    const logs = rows.map(row => Math.log(row.ratioToFastest))
    const geometricMean = Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length)
    return { patches: rows, geometricMean }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}

async function measure(
  patch: Patch,
  seconds: number,
  renderer: PatchRenderer,
  page: Page,
): Promise<PeerRow> {
  const ours: number[] = []
  const native: number[] = []
  const chromium: number[] = []
  let runs = MOST_RUNS
  for (let run = 0; run < runs; run++) {
    await setTimeout(REST_MS)
    ours.push(await renderer(patch))
    await setTimeout(REST_MS)
    native.push(await timeNative(patch, seconds))
    await setTimeout(REST_MS)
    chromium.push(await timeChromium(patch, seconds, page))
    if (median(native) + median(chromium) > LONG_MS) runs = FEWEST_RUNS
  }
  const row = { oursMs: median(ours), nodeWebAudioMs: median(native), chromiumMs: median(chromium) }
  const fastest = Math.min(row.nodeWebAudioMs, row.chromiumMs)
  return { patch: patch.name, ...row, ratioToFastest: fastest / row.oursMs }
}
