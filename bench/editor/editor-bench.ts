import type { Page } from 'playwright'
import { canonicalJson } from '#shared/kit'
import { withPage } from '../with-page'
import { bigProject } from './big-project'
import { timeGesture, type FrameTimes, type Gesture } from './in-page'

export interface EditorRow extends Partial<FrameTimes> {
  readonly nodes: number
  readonly what: string
  readonly ms?: number
}

/** Frames while the canvas is panned, zoomed and edited, in headless Chromium that draws in software. */
export async function editorBench(
  counts: readonly number[],
  seconds: number,
): Promise<EditorRow[]> {
  const rows: EditorRow[] = []
  for (const count of counts) {
    const project = { name: 'big.wireharp', text: canonicalJson(bigProject(count)) }
    rows.push(...(await withPage(page => measure(page, count, seconds), project)))
  }
  return rows
}

async function measure(page: Page, nodes: number, seconds: number): Promise<EditorRow[]> {
  const rows: EditorRow[] = [{ nodes, what: 'open', ms: await timeToOpen(page) }]
  const gesture = async (what: string, kind: Gesture, at = { x: 700, y: 420 }) => {
    const times = await page.evaluate(timeGesture, { gesture: kind, seconds, ...at })
    rows.push({ nodes, what, ...times })
  }
  await page.waitForTimeout(500)
  await gesture('at rest', 'rest')
  await gesture('pan, all of it on the screen', 'pan')
  await gesture('zoom from there', 'zoom')
  await page.getByRole('button', { name: /^Zoom .* reset/ }).click()
  await page.waitForTimeout(1000)
  await gesture('pan at 100 %', 'pan')
  rows.push(...(await dragged(page, nodes, gesture)))
  rows.push({
    nodes,
    what: 'nodes rendered by a knob turned by 30 steps',
    ms: await turnKnob(page),
  })
  return rows
}

/** Selects about a hundred nodes with a rectangle, and moves them. */
async function dragged(
  page: Page,
  nodes: number,
  gesture: (what: string, kind: Gesture, at?: { x: number; y: number }) => Promise<void>,
): Promise<EditorRow[]> {
  // Zoomed in on the corner of the graph, where there is an empty place to begin at.
  await page.getByRole('button', { name: 'Fit to view' }).click()
  await page.waitForTimeout(600)
  const corner = (await page.locator('.react-flow__pane').boundingBox()) ?? { x: 0, y: 0 }
  const fitted = await zoomNow(page)
  await page.evaluate(
    ({ x, y, factor }) => {
      const pane = document.querySelector('.react-flow__pane')
      const at = { bubbles: true, cancelable: true, clientX: x, clientY: y, ctrlKey: true }
      pane?.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: -50 * Math.log2(factor) }))
    },
    { x: corner.x + 4, y: corner.y + 4, factor: 0.32 / fitted },
  )
  await page.waitForTimeout(1500)
  const began = performance.now()
  await page.mouse.move(corner.x + 8, corner.y + 8)
  await page.mouse.down()
  await page.mouse.move(corner.x + 900, corner.y + 580, { steps: 10 })
  await page.mouse.up()
  const selected = await page.getByRole('heading', { name: /nodes$/ }).textContent()
  const ms = Math.round(performance.now() - began)
  await gesture(`drag ${selected}`, 'drag')
  return [{ nodes, what: `rectangle around ${selected}`, ms }]
}

function zoomNow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const layer = document.querySelector<HTMLElement>('.react-flow__viewport')
    return Number(/scale\(([\d.]+)\)/.exec(layer?.style.transform ?? '')?.[1] ?? 1)
  })
}

/** How many nodes React renders while a knob is turned by 30 steps; 30 is one node a step. */
async function turnKnob(page: Page): Promise<number> {
  await page.getByRole('button', { name: /^Zoom .* reset/ }).click()
  await page.waitForTimeout(1500)
  const knob = page.locator('.react-flow__node [role="slider"]').first()
  await knob.focus()
  await page.waitForTimeout(300)
  const before = await renders(page)
  for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowUp')
  await page.waitForTimeout(300)
  return (await renders(page)) - before
}

function renders(page: Page): Promise<number> {
  return page.evaluate(() => {
    const app: unknown = Reflect.get(window, 'wireharp')
    if (typeof app !== 'object' || app === null || !('debug' in app)) return 0
    const told: unknown =
      typeof app.debug === 'function' ? Reflect.apply(app.debug, app, []) : undefined
    return typeof told === 'object' && told !== null && 'nodeRenders' in told
      ? Number(told.nodeRenders)
      : 0
  })
}

/** From the page’s first byte to nodes on the screen. */
async function timeToOpen(page: Page): Promise<number> {
  await page.waitForFunction(
    () => document.querySelector('.react-flow__node, [data-painted="true"]') !== null,
  )
  return Math.round(await page.evaluate(() => performance.now()))
}
