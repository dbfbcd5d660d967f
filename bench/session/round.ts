import type { Hand } from './hand'

/** One round of a session; every second one while the demo plays. What it makes it takes away again. */
export async function round(hand: Hand, turn: number): Promise<void> {
  const plays = turn % 2 === 1
  if (plays) await hand.press('Space')
  await inTheDemo(hand)
  await panels(hand)
  if (plays) await hand.press('Space')
  await inANewProject(hand)
}

async function inTheDemo(hand: Hand): Promise<void> {
  const filter = hand.node('Pad filter')
  await hand.choose(filter)
  await hand.drag(filter, { x: 30, y: 20 }, { x: 60, y: 10 })
  const knob = filter.locator('[role="slider"]').first()
  await knob.focus()
  await hand.edit('ArrowUp', 6)
  await hand.drag(knob, { x: 0, y: -40 })
  await hand.press('Escape')
  const pane = hand.page.locator('.react-flow__pane')
  await pane.hover({ position: { x: 40, y: 40 } })
  for (let step = 0; step < 10; step++) await hand.wheel(8, step < 5 ? 12 : -12)
  await hand.press('f')
  await hand.edit('Control+z', 3)
  await hand.edit('Control+Shift+z', 2)
  await hand.edit('Control+z', 3)
}

async function panels(hand: Hand): Promise<void> {
  for (const tab of ['timeline', 'notes', 'keyboard', 'scopes', 'jobs']) {
    await hand.click(`dock-${tab}`)
    await hand.page.waitForTimeout(120)
  }
  await hand.click('dock-toggle')
  for (const tab of ['outline', 'library', 'browser', 'history', 'inspector']) {
    await hand.click(`tab-${tab}`)
  }
  await hand.glance('Control+k', '[cmdk-input]', async () => {
    await hand.type('gain')
    await hand.press('ArrowDown', 3)
  })
  await hand.glance('Control+e', '[data-testid="export-format"]')
  await hand.glance('Shift+?', '[data-testid="shortcuts-dialog"]')
}

async function inANewProject(hand: Hand): Promise<void> {
  const { page } = hand
  await hand.press('Control+n')
  await hand.node('Pad filter').waitFor({ state: 'detached' })
  await hand.node('Output').waitFor()
  await hand.add('oscillator', { x: 60, y: 60 })
  await hand.add('ladder', { x: 320, y: 60 })
  await hand.add('delay', { x: 60, y: 300 })
  const [source, filter, output] = ['Oscillator', 'Ladder filter', 'Output'].map(name =>
    hand.node(name),
  )
  if (source === undefined || filter === undefined || output === undefined) return
  await hand.wire(
    source.locator('[data-testid$="-out-out"]'),
    filter.locator('[data-testid$="-in-in"]'),
  )
  await hand.wire(
    filter.locator('[data-testid$="-out-out"]'),
    output.locator('[data-testid$="-in-in"]'),
  )
  await hand.choose(filter)
  await hand.edit('b', 2)
  await hand.edit('Control+d')
  await hand.edit('Delete')
  await hand.press('Control+a')
  await hand.edit('Control+g')
  await hand.press('Control+a')
  await hand.edit('Control+Shift+g')
  await hand.edit('Control+z', 6)
  await hand.edit('Control+Shift+z', 4)
  await page.getByTestId('tab').last().hover()
  await hand.press('Alt+w')
  await hand.node('Pad filter').waitFor()
}
