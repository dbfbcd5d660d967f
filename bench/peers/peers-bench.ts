import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OfflineAudioContext } from 'node-web-audio-api'
import type { Page } from '@playwright/test'
import { unwrap } from '#shared/kit'
import { buildEngineGraph, renderOffline } from '../../src/main/engine'
import { silentLog } from '../../src/main/kit'
import { builtInPlugins, loadPlugins, type PluginPlaces } from '../../src/main/plugins'
import { launchChromium } from '../../src/main/kit/testing/chromium'
import { noise } from './noise'
import { patches, type Patch } from './patches'

const RATE = 48_000
const RUNS = 5
const NOISE = 'noise'

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
  list: readonly Patch[] = patches,
  places: PluginPlaces = { builtIn: builtInPlugins() },
): Promise<{ patches: PeerRow[]; geometricMean: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-peers-'))
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const frames = seconds * RATE
    writeFileSync(join(folder, 'noise.f32'), interleaved(frames))
    const rows: PeerRow[] = []
    for (const patch of list) rows.push(await measure(patch, { frames, folder, page, places }))
    const logs = rows.map(row => Math.log(row.ratioToFastest))
    const geometricMean = Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length)
    return { patches: rows, geometricMean }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}

interface Bench {
  readonly frames: number
  /** Where the noise lies. */
  readonly folder: string
  readonly page: Page
  readonly places: PluginPlaces
}

async function measure(patch: Patch, bench: Bench): Promise<PeerRow> {
  const { frames, page } = bench
  const ours: number[] = []
  const native: number[] = []
  const chromium: number[] = []
  for (let run = 0; run < RUNS; run++) {
    ours.push(await timeOurs(patch, bench))
    native.push(await timeNative(patch, frames))
    chromium.push(await timeChromium(patch, frames, page))
  }
  const row = { oursMs: median(ours), nodeWebAudioMs: median(native), chromiumMs: median(chromium) }
  const fastest = Math.min(row.nodeWebAudioMs, row.chromiumMs)
  return { patch: patch.name, ...row, ratioToFastest: fastest / row.oursMs }
}

async function timeOurs(patch: Patch, { frames, folder, places }: Bench): Promise<number> {
  const { catalog, code } = loadPlugins(places)
  const sound = { path: join(folder, 'noise.f32'), sampleRate: RATE, channels: 2, frames }
  const graph = buildEngineGraph(patch.project(NOISE), {
    catalog,
    code,
    sounds: new Map([[NOISE, sound]]),
  })
  const job = { path: join(folder, 'out.wav'), format: 'wav32f', from: 0, to: frames } as const
  return unwrap(await renderOffline({ graph, log: silentLog, job })).renderMs
}

async function timeNative(patch: Patch, frames: number): Promise<number> {
  const context = new OfflineAudioContext(2, frames, RATE)
  const buffer = context.createBuffer(2, frames, RATE)
  for (const channel of [0, 1]) buffer.copyToChannel(noise(frames, channel + 1), channel)
  const source = context.createBufferSource()
  source.buffer = buffer
  source.start()
  patch.web(context, source)
  const began = performance.now()
  await context.startRendering()
  return performance.now() - began
}

/** Sent as text: the page has neither this module nor its scope. */
function timeChromium(patch: Patch, frames: number, page: Page): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const noise = ${noise.toString()}
    const patch = { web: ${patch.web.toString().replace(/^web(?=\()/, 'function')} }
    const context = new OfflineAudioContext(2, ${frames}, ${RATE})
    const buffer = context.createBuffer(2, ${frames}, ${RATE})
    for (const channel of [0, 1]) buffer.copyToChannel(noise(${frames}, channel + 1), channel)
    const source = new AudioBufferSourceNode(context, { buffer })
    source.start()
    patch.web(context, source)
    const began = performance.now()
    await context.startRendering()
    return performance.now() - began
  })()`)
}

function interleaved(frames: number): Uint8Array {
  const [left, right] = [noise(frames, 1), noise(frames, 2)]
  const samples = new Float32Array(frames * 2)
  for (let i = 0; i < frames; i++) {
    samples[2 * i] = left[i] ?? 0
    samples[2 * i + 1] = right[i] ?? 0
  }
  return new Uint8Array(samples.buffer)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
