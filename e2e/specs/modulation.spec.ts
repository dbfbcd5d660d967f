import type { Locator } from '@playwright/test'
import { centerOf } from '../pages/workspace'
import { expect, test } from '../pages/session'

/** How far the signals turn a knob, as its ring shows it. */
const reachOf = async (node: Locator, param: string) =>
  Number(await motion(node, param).getAttribute('data-reach'))

function motion(node: Locator, param: string): Locator {
  return node.locator(`[data-testid^="motion-"][data-testid$="-${param}"]`)
}

test('E-09 a signal dropped on a knob turns it: a ring for its depth, a dot for where it stands', async ({
  workspace,
}) => {
  const { page } = workspace
  const lfo = await workspace.add('lfo/lfo', { x: 60, y: 60 })
  const filter = await workspace.add('filter/filter', { x: 420, y: 60 })
  const knob = workspace.knob(filter, 'frequency')
  await workspace.wire(workspace.port(lfo, 'out'), knob)
  await expect(motion(filter, 'frequency')).toBeVisible()
  expect(await reachOf(filter, 'frequency')).toBe(0.25)
  await expect(filter.locator('.inlet')).toHaveCount(1)
  await expect(workspace.cables).toHaveCount(1)

  // The ring's left edge, dragged up by a quarter of the way from −100 to 100 %.
  const at = await centerOf(knob)
  const box = await knob.boundingBox()
  const ring = { x: at.x - ((box?.width ?? 0) / 40) * 20.75, y: at.y }
  await workspace.drag(ring, { x: ring.x, y: ring.y - 45 })
  await expect.poll(() => reachOf(filter, 'frequency')).toBeCloseTo(0.75, 1)
  await page.keyboard.press('Control+z')
  await expect.poll(() => reachOf(filter, 'frequency')).toBe(0.25)

  await knob.focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => reachOf(filter, 'frequency')).toBeCloseTo(0.27, 3)

  // Typed beside its source in the inspector, where it says which way it turns.
  await filter.click({ position: { x: 60, y: 12 } })
  const depth = page.getByTestId('depth-frequency-0')
  await depth.fill('-40')
  await depth.press('Enter')
  await expect.poll(() => reachOf(filter, 'frequency')).toBeCloseTo(-0.4, 5)
  await expect(page.getByTestId('modulation-frequency-0')).toContainText('LFO')

  await workspace.wire(
    workspace.port(filter, 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await workspace.play()
  const dot = motion(filter, 'frequency').locator('[data-live]')
  await expect(dot).toBeVisible()
  const places = new Set<string | null>()
  await expect
    .poll(async () => places.add(await dot.getAttribute('transform')).size)
    .toBeGreaterThan(4)
  await workspace.stop()
  await expect(dot).toBeHidden()

  await knob.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Unwire LFO' }).click()
  await expect(motion(filter, 'frequency')).toHaveCount(0)
  await expect(workspace.cables).toHaveCount(1)
})

test('E-09 signals onto knobs of the inspector; sound by its loudness; new sources from the menu', async ({
  workspace,
}) => {
  const { page } = workspace
  const voice = await workspace.add('oscillator/oscillator', { x: 60, y: 60 })
  const delay = await workspace.add('delay/delay', { x: 420, y: 60 })
  const damping = page.getByTestId('inspector-damping')
  await workspace.wire(workspace.port(voice, 'out'), damping)
  await expect(workspace.device('Follower')).toBeVisible()
  await expect(workspace.cables).toHaveCount(2)
  await expect(page.getByTestId('modulation-damping-0')).toContainText('Follower')

  await workspace.knob(delay, 'time').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Modulate with' }).hover()
  await page.getByTestId('modulate-new-lfo/lfo').click()
  await expect(workspace.device('LFO')).toBeVisible()
  expect(await reachOf(delay, 'time')).toBe(0.25)
})
