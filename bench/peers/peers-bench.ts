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
/** Before each engine: what the one before leaves behind (buffers, garbage) is tidied up by then, on whatever thread. */
const REST_MS = 300
/**
 * Then each renders some seconds of the patch, again and again for so long, which do not count: of a machine that has
 * rested the first 20 to 40 ms were twice as slow, which is all that a short render takes.
 */
const [WARM_UP_MS, WARM_UP_SECONDS] = [150, 2]

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
    const short = mkdtempSync(join(folder, 'short-'))
    const rig: Rig = {
      page,
      renderer: createRenderer(folder, seconds, engines, { places }),
      shortRenderer: createRenderer(short, WARM_UP_SECONDS, engines, { places }),
    }
    const rows: PeerRow[] = []
    for (const patch of list) {
      if (only.length > 0 && !only.includes(patch.name)) continue
      rows.push(await measure(patch, seconds, rig))
    }
    const logs = rows.map(row => Math.log(row.ratioToFastest))
    const geometricMean = Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length)
    return { patches: rows, geometricMean }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}

interface Rig {
  readonly page: Page
  readonly renderer: PatchRenderer
  /** Of what does not count. */
  readonly shortRenderer: PatchRenderer
}

async function measure(
  patch: Patch,
  seconds: number,
  { page, renderer, shortRenderer }: Rig,
): Promise<PeerRow> {
  const ours: number[] = []
  const native: number[] = []
  const chromium: number[] = []
  let runs = MOST_RUNS
  for (let run = 0; run < runs; run++) {
    await warmUp(() => shortRenderer(patch))
    ours.push(await renderer(patch))
    await warmUp(() => timeNative(patch, WARM_UP_SECONDS))
    native.push(await timeNative(patch, seconds))
    await warmUp(() => timeChromium(patch, WARM_UP_SECONDS, page))
    chromium.push(await timeChromium(patch, seconds, page))
    if (median(native) + median(chromium) > LONG_MS) runs = FEWEST_RUNS
  }
  const row = { oursMs: median(ours), nodeWebAudioMs: median(native), chromiumMs: median(chromium) }
  const fastest = Math.min(row.nodeWebAudioMs, row.chromiumMs)
  return { patch: patch.name, ...row, ratioToFastest: fastest / row.oursMs }
}

async function warmUp(render: () => Promise<unknown>): Promise<void> {
  await setTimeout(REST_MS)
  const began = performance.now()
  while (performance.now() - began < WARM_UP_MS) await render()
}
