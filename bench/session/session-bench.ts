import type { CDPSession } from 'playwright'
import { withPage } from '../with-page'
import { Hand } from './hand'
import { watchPaints, type Answer } from './in-page'
import { round } from './round'

/** What the page holds after it has been made to let go of what nothing refers to. */
export interface HeapRow {
  readonly edits: number
  readonly heapMb: number
  readonly domNodes: number
  readonly listeners: number
}

export interface AnswerRow {
  readonly input: string
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly worstMs: number
  /** What the 95th percentile is to be at most. */
  readonly goalMs: number
  readonly reached: boolean
}

export interface SessionReport {
  readonly minutes: number
  readonly edits: number
  readonly answers: readonly AnswerRow[]
  /** The slowest places that had several inputs, for whoever looks for the cause. */
  readonly slowest: readonly AnswerRow[]
  readonly heap: readonly HeapRow[]
  /** From the end of the first rounds, in which what is loaded later is loaded, to the last. */
  readonly grownMb: number
  /** The same for an hour of a person who makes ten edits a minute; to be less than 20. */
  readonly grownMbAnHour: number
}

export interface SessionOptions {
  readonly minutes: number
  /** So many rounds, however long they take. */
  readonly rounds?: number
}

/** From an input to its paint, 95th percentile. */
const GOAL_MS = 50
const EDITS_AN_HOUR = 600

const FEW = 3

/** What has been opened once stays loaded: growth is counted from here on. */
const WARM_UP = 2

/**
 * A session of editing by a hand that never rests: nodes added, wired, turned, moved, grouped and taken away, panels, tabs and
 * dialogs opened and closed, undo and redo, half of it while the demo plays. Every input is a real one of Chromium's; its time
 * runs from when the browser had it until the frame with its answer has been handed on. A person makes some ten edits a
 * minute, and a round has about 30.
 */
export function sessionBench({ minutes, rounds }: SessionOptions): Promise<SessionReport> {
  return withPage(async page => {
    await page.locator('.react-flow__node').first().waitFor()
    const cdp = await page.context().newCDPSession(page)
    await page.evaluate(watchPaints)
    const hand = new Hand(page)
    const end = performance.now() + minutes * 60_000
    const heap: HeapRow[] = []
    const goesOn = (turn: number) =>
      rounds === undefined ? performance.now() < end : turn < WARM_UP + rounds
    for (let turn = 0; turn <= WARM_UP || goesOn(turn); turn++) {
      await round(hand, turn)
      if (turn + 1 >= WARM_UP) heap.push(await heapNow(cdp, hand.edits))
    }
    const answers = await page.evaluate(() => window.answers ?? [])
    const [first, last] = [heap[0], heap.at(-1)]
    const grownMb = (last?.heapMb ?? 0) - (first?.heapMb ?? 0)
    const edits = (last?.edits ?? 0) - (first?.edits ?? 0)
    return {
      minutes,
      edits: hand.edits,
      answers: [row('all', answers), ...tabled(answers, ({ kind }) => kind)],
      slowest: tabled(answers, ({ kind, on }) => `${kind} on ${on}`)
        .filter(({ count }) => count >= FEW)
        .slice(0, 10),
      heap,
      grownMb: Math.round(grownMb * 10) / 10,
      grownMbAnHour: Math.round((grownMb / Math.max(1, edits)) * EDITS_AN_HOUR * 10) / 10,
    }
  })
}

async function heapNow(cdp: CDPSession, edits: number): Promise<HeapRow> {
  // What one collection sets free may keep other things until the next one.
  for (let time = 0; time < 3; time++) await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters')
  const heapMb = Math.round(usedSize / 1e5) / 10
  return { edits, heapMb, domNodes: nodes, listeners: jsEventListeners }
}

/** Slowest first. */
function tabled(answers: readonly Answer[], nameOf: (answer: Answer) => string): AnswerRow[] {
  const named = Object.entries(Object.groupBy(answers, nameOf))
  const rows = named.map(([name, found = []]) => row(name, found))
  return rows.toSorted((a, b) => b.p95Ms - a.p95Ms)
}

function row(input: string, answers: readonly Answer[]): AnswerRow {
  const sorted = answers.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const at = (part: number) =>
    Math.round((sorted[Math.floor((sorted.length - 1) * part)] ?? 0) * 10) / 10
  const p95Ms = at(0.95)
  return {
    ...{ input, count: sorted.length, p50Ms: at(0.5), p95Ms, worstMs: at(1) },
    goalMs: GOAL_MS,
    reached: p95Ms <= GOAL_MS,
  }
}
