import type { Page } from 'playwright'
import { canonicalJson } from '#shared/kit'
import { emptyProject, type NoteClip, type Project } from '#shared/graph'
import { withPage } from '../with-page'

const TRACKS = 20
const NOTES = 16

export interface TimelineRow {
  readonly motion: string
  readonly clips: number
  readonly framesPerSecond: number
  /** Of the longest frames in a hundred. */
  readonly p99Ms: number
}

/** Scrolls and zooms a timeline of many clips in Chromium, a step before every paint, and looks at the time between paints. */
export function timelineBench(clips: number, seconds: number): Promise<TimelineRow[]> {
  const project = { name: 'clips.wireharp', text: canonicalJson(song(clips)) }
  return withPage(page => scroll(page, clips, seconds), project)
}

function song(clips: number): Project {
  const project = emptyProject('clips', `${clips} clips`)
  project.transport.length = 600
  for (let index = 0; index < clips; index++) {
    const track = `track${index % TRACKS}`
    project.graph.nodes[track] ??= {
      ...{ id: track, type: 'note-track/note-track', params: {} },
      position: { x: 0, y: 100 * (index % TRACKS) },
    }
    const id = `clip${index}`
    project.clips[id] = clipOf(id, track, 4 * Math.floor(index / TRACKS))
  }
  return project
}

function clipOf(id: string, node: string, start: number): NoteClip {
  const notes = Array.from({ length: NOTES }, (_, index) => {
    const note = { id: `n${index}`, start: index / 4, length: 0.2, velocity: 0.8 }
    return [note.id, { ...note, key: 40 + ((index * 7 + start) % 30) }] as const
  })
  const place = { start, length: 4, offset: 0 }
  return { kind: 'notes', id, node, ...place, notes: Object.fromEntries(notes) }
}

/** A turn of the wheel before every paint. */
const motions = {
  along: { deltaX: 12, deltaY: 0, ctrlKey: false },
  down: { deltaX: 0, deltaY: 4, ctrlKey: false },
  zoom: { deltaX: 0, deltaY: 3, ctrlKey: true },
} as const

async function scroll(page: Page, clips: number, seconds: number): Promise<TimelineRow[]> {
  await page.getByTestId('dock-timeline').click()
  const surface = page.getByTestId('timeline-surface')
  await surface
    .locator('[data-clip]')
    .nth(clips - 1)
    .waitFor({ state: 'attached' })
  const rows: TimelineRow[] = []
  for (const [motion, wheel] of Object.entries(motions)) {
    const times = await surface.evaluate(turn, { wheel, seconds })
    const spans = times.slice(1).map((time, index) => time - (times[index] ?? time))
    const sorted = spans.toSorted((a, b) => a - b)
    const whole = (times.at(-1) ?? 0) - (times[0] ?? 0)
    rows.push({
      ...{ motion, clips },
      framesPerSecond: Math.round((10_000 * spans.length) / whole) / 10,
      p99Ms: Math.round(10 * (sorted[Math.floor(sorted.length * 0.99)] ?? 0)) / 10,
    })
  }
  return rows
}

interface Turning {
  readonly wheel: (typeof motions)[keyof typeof motions]
  readonly seconds: number
}

/** Runs in the page: turns the wheel there and back, and notes when each paint came. */
async function turn(
  surface: { dispatchEvent(event: object): boolean },
  { wheel, seconds }: Turning,
): Promise<number[]> {
  const times: number[] = []
  const { WheelEvent, requestAnimationFrame } = globalThis
  for (;;) {
    const now = await new Promise<number>(resolve => void requestAnimationFrame(resolve))
    times.push(now)
    const spent = now - (times[0] ?? now)
    if (spent > seconds * 1000) return times
    const way = spent < seconds * 500 ? 1 : -1
    const { deltaX, deltaY, ctrlKey } = wheel
    surface.dispatchEvent(
      new WheelEvent('wheel', {
        ...{ deltaX: way * deltaX, deltaY: way * deltaY, ctrlKey },
        ...{ bubbles: true, cancelable: true, clientX: 700 },
      }),
    )
  }
}
