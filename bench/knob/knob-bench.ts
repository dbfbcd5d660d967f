import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { canonicalJson } from '#shared/kit'
import { launchChromium } from '../../src/main/kit/testing/chromium'
import { Rig } from '../peers/rig'
import { makeHome, startApp } from '../with-page'
import { LISTENING } from './in-page'

/** A knob that is turned is heard within so many milliseconds. */
const GOAL_MS = 35
const LOOK_AHEADS = [512, 1024, 2048]
const PAUSE_MS = 200

export interface KnobRow {
  readonly lookAheadMs: number
  readonly turns: number
  /** Of the turns, those that were heard; the others came too close to the next. */
  readonly heard: number
  /** From the key to the first frame that differs, as it leaves the device by the browser’s own account. */
  readonly medianMs: number
  readonly p95Ms: number
  readonly worstMs: number
  /** What the device takes of that. */
  readonly deviceMs: number
  readonly underruns: number
  readonly reached: boolean
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
  await page.waitForTimeout(2000)
  for (let turn = 0; turn < turns; turn++) {
    await page.keyboard.press(turn % 2 === 0 ? 'ArrowUp' : 'ArrowDown')
    await page.waitForTimeout(PAUSE_MS)
  }
  const { keys, edges, device } = await page.evaluate(() => {
    const { keys = [], edges = [], context } = window.knob ?? {}
    const { outputLatency = 0, baseLatency = 0 } = context ?? {}
    return { keys, edges, device: Math.max(outputLatency, baseLatency) }
  })
  const underruns = Number(await page.getByTestId('xruns').textContent())
  const late = keys.flatMap((key, index) => {
    const edge = edges.find(at => at >= key)
    const next = keys[index + 1] ?? Number.POSITIVE_INFINITY
    return edge === undefined || edge >= next ? [] : [(edge - key + device) * 1000]
  })
  const sorted = late.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN
  return {
    lookAheadMs: (lookAhead / 48_000) * 1000,
    turns: keys.length,
    heard: late.length,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    worstMs: at(1),
    deviceMs: device * 1000,
    underruns,
    reached: late.length === keys.length && at(0.95) <= GOAL_MS,
  }
}
