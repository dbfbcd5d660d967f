import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { canonicalJson } from '#shared/kit'
import { launchChromium } from '../../src/main/kit/testing/chromium'
import { Rig } from '../peers/rig'
import { makeHome, startApp } from '../with-page'
import { LISTENING, type PressedKey } from './in-page'

/** A knob that is turned is heard within so many milliseconds. */
const GOAL_MS = 35
const LOOK_AHEADS = [512, 1024, 2048]
const PAUSE_MS = 200

/** Where the time goes, in milliseconds, one after the other. */
export interface KnobStages {
  /** From the browser’s having the key to the page’s hearing of it. */
  readonly toPage: number
  /** Until the page has sent the edit. */
  readonly toSent: number
  /** What was ready before it, and is heard first. */
  readonly ready: number
  /** What the device takes, by the browser’s own account. */
  readonly device: number
  /** Shell, engine, and the blocks that were on their way. */
  readonly rest: number
}

export interface KnobRow {
  readonly lookAheadMs: number
  /** The same at the end: it grows where sound runs out. */
  readonly atEndMs: number
  readonly turns: number
  /** Of the turns, those that were heard; the others came too close to the next. */
  readonly heard: number
  /** From the key to the first frame that differs, as it leaves the device by the browser’s own account. */
  readonly medianMs: number
  readonly p95Ms: number
  readonly worstMs: number
  readonly underruns: number
  readonly reached: boolean
  /** Medians. */
  readonly stages: KnobStages
  readonly stagesP95: KnobStages
  /** From sending an edit to the answer, when it is on the disk: nothing that is heard waits for that. Median. */
  readonly answeredMs: number
}

/** Turns a knob by keys while a sine plays, and finds the frame from which on it is louder or quieter. */
export async function knobBench(turns: number, only?: number): Promise<KnobRow[]> {
  const rows: KnobRow[] = []
  for (const frames of only === undefined ? LOOK_AHEADS : [only]) {
    rows.push(await measure(frames, turns))
  }
  return rows
}

async function measure(lookAhead: number, turns: number): Promise<KnobRow> {
  using home = makeHome()
  const path = join(home.path, 'Wireharp', 'knob.wireharp')
  writeFileSync(path, canonicalJson(sineThroughGain()))
  await using app = await startApp(home.path, [path])
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      bypassCSP: true,
    })
    await page.addInitScript({ content: LISTENING })
    await page.goto(app.url.replace('/#', `/?lookahead=${lookAhead}#`))
    return await turned(page, lookAhead, turns)
  } finally {
    await browser.close()
  }
}

function sineThroughGain() {
  const rig = new Rig(3600)
  const sine = rig.add('oscillator', { frequency: 1000, level: -24 })
  rig.out(rig.after(sine, 'gain', {}))
  return rig.project
}

async function turned(page: Page, lookAhead: number, turns: number): Promise<KnobRow> {
  const knob = page.locator('.react-flow__node [role="slider"][data-testid$="-gain"]')
  await knob.waitFor()
  await page.getByTestId('play').click()
  await knob.focus()
  // At the beginning more is kept ready.
  await page.waitForTimeout(4500)
  for (let turn = 0; turn < turns; turn++) {
    await page.keyboard.press(turn % 2 === 0 ? 'ArrowUp' : 'ArrowDown')
    await page.waitForTimeout(PAUSE_MS)
  }
  const found = await page.evaluate(() => {
    const { keys = [], edges = [], sent = [], received = [], context } = window.knob ?? {}
    const { outputLatency = 0, baseLatency = 0 } = context ?? {}
    const { lookAhead = 0 } = window.wireharp?.debug() ?? {}
    const device = Math.max(outputLatency, baseLatency) * 1000
    return { keys, edges, sent, received, device, lookAhead }
  })
  const underruns = Number(await page.getByTestId('xruns').textContent())
  const taken = takenBy(found)
  const late = taken.map(({ total }) => total)
  const stagesAt = (part: number): KnobStages => {
    const stage = (of: keyof KnobStages) =>
      quantile(
        taken.map(({ stages }) => stages[of]),
        part,
      )
    return {
      toPage: stage('toPage'),
      toSent: stage('toSent'),
      ready: stage('ready'),
      device: stage('device'),
      rest: stage('rest'),
    }
  }
  return {
    lookAheadMs: inMs(lookAhead),
    atEndMs: inMs(found.lookAhead),
    turns: found.keys.length,
    heard: late.length,
    medianMs: quantile(late, 0.5),
    p95Ms: quantile(late, 0.95),
    worstMs: quantile(late, 1),
    underruns,
    reached: late.length === found.keys.length && quantile(late, 0.95) <= GOAL_MS,
    stages: stagesAt(0.5),
    stagesP95: stagesAt(0.95),
    answeredMs: quantile(
      taken.map(({ answered }) => answered),
      0.5,
    ),
  }
}

interface Found {
  readonly keys: readonly PressedKey[]
  readonly edges: readonly number[]
  readonly sent: readonly number[]
  readonly received: readonly number[]
  readonly device: number
}

/** Of each turn that was heard before the next: how long it took, and what of it was what. */
function takenBy({ keys, edges, sent, received, device }: Found) {
  return keys.flatMap((key, index) => {
    const edge = edges.find(at => at >= key.audio)
    const next = keys[index + 1]?.audio ?? Number.POSITIVE_INFINITY
    if (edge === undefined || edge >= next) return []
    const sentAt = sent.find(at => at >= key.heard) ?? Number.NaN
    const answeredAt = received.find(at => at >= sentAt) ?? Number.NaN
    const toPage = key.heard - key.had
    const toSent = sentAt - key.heard
    const ready = inMs(key.buffered)
    const total = toPage + (edge - key.audio) * 1000 + device
    // What is ready is heard while the edit is on its way: only what is left of it is waited for.
    const rest = total - toPage - toSent - ready - device
    const stages: KnobStages = { toPage, toSent, ready, device, rest }
    return [{ total, stages, answered: answeredAt - sentAt }]
  })
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN
}

function inMs(frames: number): number {
  return (frames / 48_000) * 1000
}
