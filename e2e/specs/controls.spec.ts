import type { Locator } from '@playwright/test'
import { centerOf } from '../pages/workspace'
import { expect, test } from '../pages/session'

const valueOf = async (knob: Locator) => Number(await knob.getAttribute('aria-valuenow'))

test('E-08 a knob by drag, fine drag, wheel, keys, typed value and double-click; one undo a drag', async ({
  workspace,
}) => {
  const { page } = workspace
  const gain = await workspace.add('gain/gain', { x: 200, y: 200 })
  const knob = workspace.knob(gain, 'gain')
  const at = await centerOf(knob)
  const entries = async () => (await workspace.history()).length

  await workspace.drag(at, { x: at.x, y: at.y - 45 })
  // 180 pixels are the whole way of 96 dB.
  await expect.poll(() => valueOf(knob)).toBeCloseTo(24, 0)
  expect(await entries()).toBe(3)
  await page.keyboard.press('Control+z')
  await expect.poll(() => valueOf(knob)).toBe(0)

  await page.keyboard.down('Shift')
  await workspace.drag(at, { x: at.x, y: at.y - 45 })
  await page.keyboard.up('Shift')
  await expect.poll(() => valueOf(knob)).toBeCloseTo(2.4, 1)

  await knob.dblclick()
  await expect.poll(() => valueOf(knob)).toBe(0)

  await knob.focus()
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => valueOf(knob)).toBeCloseTo(0.96, 2)
  await page.keyboard.press('Shift+ArrowDown')
  await expect.poll(() => valueOf(knob)).toBeCloseTo(0.864, 3)
  await page.keyboard.press('Home')
  await expect.poll(() => valueOf(knob)).toBe(-72)
  await page.keyboard.press('Backspace')
  await expect.poll(() => valueOf(knob)).toBe(0)

  await page.mouse.move(at.x, at.y)
  await knob.focus()
  await page.mouse.wheel(0, -100)
  await expect.poll(() => valueOf(knob)).toBeGreaterThan(0.5)

  await gain.click({ position: { x: 60, y: 12 } })
  await page.getByTestId('tab-inspector').click()
  await page.getByTestId('value-gain').fill('-6 dB')
  await page.keyboard.press('Enter')
  await expect.poll(() => valueOf(knob)).toBe(-6)
  await page.getByTestId('value-gain').fill('loud')
  await expect(page.getByTestId('value-gain')).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('Enter')
  await expect.poll(() => valueOf(knob)).toBe(-6)
})

test('E-08 typed values take their units: kHz, ms and plain numbers', async ({ workspace }) => {
  const { page } = workspace
  const filter = await workspace.add('filter/filter', { x: 200, y: 200 })
  const field = page.getByTestId('value-frequency')
  for (const [typed, hertz] of [
    ['1.5k', 1500],
    ['2 kHz', 2000],
    ['440', 440],
  ] as const) {
    await field.fill(typed)
    await field.press('Enter')
    await expect.poll(() => valueOf(workspace.knob(filter, 'frequency'))).toBe(hertz)
  }
  await field.fill('880')
  await field.press('Escape')
  await expect(field).not.toBeFocused()
  await expect(field).toHaveValue('440 Hz')
  expect(await valueOf(workspace.knob(filter, 'frequency'))).toBe(440)
  // What is no value stays there to be mended.
  const problem = page.getByTestId('field-problem')
  await field.fill('high')
  await field.press('Enter')
  await expect(problem).toHaveText('Type a value, like 1.00 kHz.')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('high')
  await field.fill('3k')
  await expect(problem).toBeHidden()
  await field.press('Enter')
  await expect(field).toHaveValue('3.00 kHz')
  await field.fill('higher')
  await field.press('Enter')
  await field.press('Escape')
  await expect(problem).toBeHidden()
  await expect(field).toHaveValue('3.00 kHz')
  await workspace.undo()
  await workspace.undo()
  await expect.poll(() => valueOf(workspace.knob(filter, 'frequency'))).toBe(2000)
})

test('E-08 every kind of parameter is in the inspector: sections, curves, search, sums; several nodes at once', async ({
  workspace,
}) => {
  const { page } = workspace
  const steps = await workspace.add('step/step', { x: 60, y: 60 })
  const curve = page.getByTestId('curve-value1')
  const box = await curve.boundingBox()
  if (box === null) throw new Error('The curve is not on the screen')
  const place = (part: number, height: number) => ({
    x: box.x + box.width * part,
    y: box.y + box.height * (1 - height),
  })
  await workspace.drag(place(0.02, 0.98), place(0.98, 0.02))
  const bars = await curve
    .getByRole('slider')
    .evaluateAll(found => found.map(bar => Number(bar.getAttribute('aria-valuenow'))))
  expect(bars).toHaveLength(16)
  expect(bars[0]).toBeGreaterThan(1.7)
  expect(bars[15]).toBeLessThan(-1.7)
  expect(bars).toEqual(bars.toSorted((a, b) => b - a))
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('inspector-value1')).toHaveAttribute('aria-valuenow', '0')

  await workspace.add('synth/synth', { x: 380, y: 60 })
  await page.getByTestId('param-search').fill('filt attack')
  await expect(page.getByTestId('inspector').getByRole('slider')).toHaveCount(1)
  const field = page.getByTestId('value-filterAttack')
  await field.fill('1/8')
  await field.press('Enter')
  await expect(field).toHaveValue('250 ms')
  await field.fill('2 * 30 ms')
  await field.press('Enter')
  await expect(field).toHaveValue('60.0 ms')
  await page.getByTestId('param-search').fill('')
  await page.getByTestId('section-Filter').click()
  await expect(page.getByTestId('inspector-filterAttack')).toBeHidden()

  await page.getByTestId('inspector-docs').click()
  await expect(page.getByTestId('node-docs')).toContainText('Parameters')
  await page.keyboard.press('Escape')

  const left = await workspace.add('gain/gain', { x: 60, y: 420 })
  const right = await workspace.add('gain/gain', { x: 380, y: 420 })
  await left.click({ position: { x: 60, y: 12 }, modifiers: ['Shift'] })
  await expect(page.getByTestId('inspector')).toContainText('2 nodes')
  await page.getByTestId('common-value-gain').fill('-9')
  await page.getByTestId('common-value-gain').press('Enter')
  await expect.poll(() => valueOf(workspace.knob(left, 'gain'))).toBe(-9)
  await expect.poll(() => valueOf(workspace.knob(right, 'gain'))).toBe(-9)
  await page.keyboard.press('Control+z')
  await expect.poll(() => valueOf(workspace.knob(left, 'gain'))).toBe(0)
  await expect(steps).toBeVisible()
})
