import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'

const valueOf = async (knob: Locator) => Number(await knob.getAttribute('aria-valuenow'))

test('E-12 presets are saved, marked as changed, replaced, browsed by keys, and files in and out', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const filter = await workspace.add('filter/filter', { x: 200, y: 120 })
  const knob = workspace.knob(filter, 'frequency')
  const name = page.getByTestId('preset-name')
  const typed = page.getByTestId('value-frequency')
  const save = async (as: string) => {
    await name.click()
    await page.getByTestId('preset-save-name').fill(as)
    await page.getByTestId('preset-save').click()
  }

  await typed.fill('300')
  await typed.press('Enter')
  await save('Dark')
  await expect(name).toHaveText('Dark')
  await typed.fill('5k')
  await typed.press('Enter')
  await expect(page.getByTestId('preset-modified')).toBeVisible()
  await save('Bright')
  await expect(name).toHaveText('Bright')
  await expect(page.getByTestId('preset-modified')).toHaveCount(0)
  expect(readdirSync(join(session.home, 'data/presets/filter__filter'))).toHaveLength(2)

  // The same name again is asked about first.
  await typed.fill('6k')
  await typed.press('Enter')
  await save('Bright')
  await expect(page.getByTestId('presets')).toContainText('already')
  await page.getByTestId('preset-save').click()
  await expect(page.getByTestId('presets')).toBeHidden()

  await page.getByTestId('inspector').getByRole('heading').first().click()
  await filter.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('[')
  await expect(name).not.toHaveText('Bright')
  await page.keyboard.press(']')
  await expect(name).toHaveText('Bright')
  await expect.poll(() => valueOf(knob)).toBe(6000)

  await name.click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('preset-export').click(),
  ])
  const path = await download.path()
  expect(readFileSync(path, 'utf8')).toContain('"wireharp-preset"')
  await page.getByTestId('preset-import').setInputFiles({
    name: 'x.preset.json',
    mimeType: 'application/json',
    buffer: Buffer.from(readFileSync(path, 'utf8').replace('6000', '70')),
  })
  await expect.poll(() => valueOf(knob)).toBe(70)
  await page.getByTestId('preset-import').setInputFiles({
    name: 'hostile.json',
    mimeType: 'application/json',
    buffer: Buffer.from('<script>alert(1)</script>'),
  })
  await expect(page.getByRole('alert')).toContainText('Choose a preset file')
  expect(existsSync(join(session.home, 'data/presets'))).toBe(true)
  await page.keyboard.press('Escape')
})

test('E-12 snapshots come back, and a morph goes from one to the other as one step; A and B', async ({
  workspace,
}) => {
  const { page } = workspace
  const filter = await workspace.add('filter/filter', { x: 200, y: 120 })
  const knob = workspace.knob(filter, 'frequency')
  const typed = page.getByTestId('value-frequency')
  const set = async (value: string) => {
    await typed.fill(value)
    await typed.press('Enter')
  }
  await set('100')
  await page.getByTestId('snapshot-take').click()
  await set('6400')
  await page.getByTestId('snapshot-take').click()
  await page.getByTitle('Recall Snapshot 1').click()
  await expect.poll(() => valueOf(knob)).toBe(100)

  await workspace.settled()
  const steps = (await workspace.history()).length
  await page.getByTestId('tab-inspector').click()
  const morph = page.getByTestId('morph')
  await morph.focus()
  await page.keyboard.press('End')
  await expect.poll(() => valueOf(knob)).toBe(6400)
  await page.keyboard.press('Home')
  await expect.poll(() => valueOf(knob)).toBe(100)
  const box = await morph.boundingBox()
  if (box === null) throw new Error('The morph is not on the screen')
  const half = (await page.getByRole('group', { name: 'Morph' }).boundingBox())?.width ?? 0
  await workspace.drag(
    { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    { x: box.x + box.width / 2 + half * 0.44, y: box.y + box.height / 2 },
  )
  await expect.poll(() => valueOf(knob)).toBeGreaterThan(500)
  expect(await valueOf(knob)).toBeLessThan(1300)
  // Two by keys, one by the drag.
  await expect.poll(async () => (await workspace.history()).length).toBe(steps + 3)
  await page.getByTestId('tab-inspector').click()

  await page.getByTestId('compare').click()
  await set('222')
  await page.getByTestId('compare').click()
  await expect.poll(() => valueOf(knob)).toBeGreaterThan(500)
  await page.getByTestId('compare').click()
  await expect.poll(() => valueOf(knob)).toBe(222)
})

test('E-23 the performer view has the exposed controls, pads and transport, and nothing else', async ({
  workspace,
}) => {
  const { page } = workspace
  const filter = await workspace.add('filter/filter', { x: 200, y: 120 })
  const gain = await workspace.add('gain/gain', { x: 480, y: 120 })
  for (const [node, param] of [
    [filter, 'frequency'],
    [filter, 'q'],
    [gain, 'gain'],
  ] as const) {
    await workspace.knob(node, param).click({ button: 'right' })
    await page.getByTestId('param-expose').click()
  }
  await page.keyboard.press('F11')
  const performer = page.getByTestId('performer')
  await expect(performer).toBeVisible()
  const controls = performer.locator('[data-testid^="control-"]')
  const order = async () =>
    await controls.evaluateAll(cells => cells.map(cell => cell.getAttribute('data-testid')))
  expect(await order()).toEqual(['control-frequency', 'control-q', 'control-gain'])

  await performer.getByTestId('performer-take').click()
  const knob = performer.getByTestId('performer-frequency')
  await knob.focus()
  await page.keyboard.press('Home')
  await expect.poll(() => valueOf(knob)).toBe(10)
  await page.keyboard.press('1')
  await expect.poll(() => valueOf(knob)).toBe(1000)

  await performer.getByTestId('performer-arrange').click()
  await performer.getByTestId('grip-gain').focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(order).toEqual(['control-frequency', 'control-gain', 'control-q'])
  await controls.nth(2).dragTo(controls.nth(0))
  await expect.poll(order).toEqual(['control-q', 'control-frequency', 'control-gain'])
  await performer.getByTestId('performer-arrange').click()

  for (let theme = 0; theme < 2; theme++) {
    expect(await axeProblems(page, '[data-testid="performer"]')).toEqual([])
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'light'
    })
  }

  // What is behind the page is not reached by its keys.
  await performer.click({ position: { x: 20, y: 300 } })
  await page.keyboard.press('Delete')
  await page.keyboard.press('Escape')
  await expect(performer).toBeHidden()
  await expect(workspace.nodeElements).toHaveCount(3)
})

test('E-21 the badge of a node leads to the page of its plugin', async ({ workspace }) => {
  const { page } = workspace
  const gain = await workspace.add('gain/gain', { x: 200, y: 120 })
  await gain.getByRole('button', { name: /^Bypass/ }).click()
  await gain.getByTestId(/^badge-/).click()
  const dialog = page.getByTestId('plugins-dialog')
  await expect(dialog.getByTestId('plugin-page')).toHaveAttribute('aria-label', 'Gain')
  await page.keyboard.press('Escape')
})
