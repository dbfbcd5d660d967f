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
})
