import { boxOf } from '../pages/workspace'
import { expect, test } from '../pages/session'

test('E-01 a drag over the canvas selects, a drag of one moves all; one undo takes it back', async ({
  workspace,
}) => {
  const { page } = workspace
  const { source, effect } = await workspace.chain()
  const selected = page.locator('.react-flow__node.selected')
  const canvas = await boxOf(workspace.canvas)
  await workspace.drag(
    { x: canvas.x + 20, y: canvas.y + 30 },
    { x: canvas.x + 500, y: canvas.y + 330 },
  )
  await expect(selected).toHaveCount(2)
  await expect(page.getByTestId('inspector')).toContainText('2 nodes')

  const before = [await boxOf(source), await boxOf(effect)]
  await workspace.dragNode(source, { x: 40, y: 120 })
  const shift = async () => {
    const after = [await boxOf(source), await boxOf(effect)]
    return after.map(({ y }, index) => Math.round(y - (before[index]?.y ?? 0)))
  }
  // On the grid of 8 pixels.
  await expect.poll(async () => (await shift())[0]).toBeGreaterThan(110)
  const [one, other] = await shift()
  expect(one).toBe(other)
  expect((await workspace.history())[0]).toContain('Move 2 nodes')
  await page.keyboard.press('Control+z')
  await expect.poll(shift).toEqual([0, 0])
})

test('E-01 Shift adds to what is selected; the menu aligns it', async ({ workspace }) => {
  const { page } = workspace
  const one = await workspace.add('gain/gain', { x: 60, y: 60 })
  const two = await workspace.add('drive/drive', { x: 300, y: 300 })
  await one.click({ position: { x: 60, y: 12 } })
  await two.click({ position: { x: 60, y: 12 }, modifiers: ['Shift'] })
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(2)
  await two.click({ position: { x: 60, y: 12 }, button: 'right' })
  await page.getByRole('menuitem', { name: 'Align' }).hover()
  await page.getByRole('menuitem', { name: 'Top edges' }).click()
  const tops = async () => Math.abs((await boxOf(one)).y - (await boxOf(two)).y)
  await expect.poll(tops).toBeLessThan(1)
  await page.keyboard.press('Escape')
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(0)
})

test('E-05 a drag with Ctrl copies what is dragged, with the cables into it', async ({
  workspace,
}) => {
  const { page } = workspace
  const { source, effect } = await workspace.chain()
  await source.click({ position: { x: 60, y: 12 } })
  const before = await boxOf(effect)
  await page.keyboard.down('Control')
  await workspace.dragNode(effect, { x: 40, y: 240 })
  await page.keyboard.up('Control')
  await expect(workspace.nodeElements).toHaveCount(4)
  await expect(workspace.cables).toHaveCount(3)
  expect(await boxOf(effect)).toEqual(before)
  const copy = page.locator('.react-flow__node.selected')
  await expect(copy).toHaveCount(1)
  await expect.poll(async () => (await boxOf(copy)).y - before.y).toBeGreaterThan(220)
  await workspace.undo()
  await expect(workspace.nodeElements).toHaveCount(3)
  // Let go of before the button, it is a move.
  await page.keyboard.down('Control')
  await workspace.dragNode(effect, { x: 0, y: 160 }, () => page.keyboard.up('Control'))
  await expect.poll(async () => (await boxOf(effect)).y - before.y).toBeGreaterThan(140)
  await expect(workspace.nodeElements).toHaveCount(3)
})

test('E-05 duplicate and paste bring the cables along', async ({ workspace }) => {
  const { page } = workspace
  const { source, effect } = await workspace.chain()
  await source.click({ position: { x: 60, y: 12 } })
  await effect.click({ position: { x: 60, y: 12 }, modifiers: ['Shift'] })
  await page.keyboard.press('Control+d')
  await expect(workspace.nodeElements).toHaveCount(5)
  await expect(workspace.cables).toHaveCount(3)

  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await expect(workspace.nodeElements).toHaveCount(7)
  await expect(workspace.cables).toHaveCount(4)
  await page.keyboard.press('Control+x')
  await expect(workspace.nodeElements).toHaveCount(5)

  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(workspace.nodeElements).toHaveCount(3)
  await expect(workspace.cables).toHaveCount(2)
  await page.keyboard.press('Control+Shift+z')
  await expect(workspace.nodeElements).toHaveCount(5)
})

test('E-04 the history names every step, and goes to the one that is clicked', async ({
  workspace,
}) => {
  const { page } = workspace
  const gain = await workspace.add('gain/gain', { x: 60, y: 60 })
  await workspace.dragNode(gain, { x: 40, y: 80 })
  await page.getByTestId(/^bypass-/).click()
  await expect
    .poll(() => workspace.history())
    .toEqual([
      expect.stringContaining('Bypass Gain'),
      expect.stringContaining('Move node'),
      expect.stringContaining('Add Gain'),
      'As it was opened first',
    ])
  const steps = page.getByTestId('history-step')
  await steps.filter({ hasText: 'As it was' }).click()
  await expect(gain).toBeHidden()
  await expect(steps.filter({ hasText: 'As it was' })).toHaveAttribute('aria-current', 'step')
  await steps.filter({ hasText: 'Move node' }).click()
  await expect(gain).toBeVisible()
  await expect(steps.filter({ hasText: 'Bypass Gain' })).toHaveAttribute('data-done', 'false')
  await expect(page.getByTestId('redo')).toBeEnabled()
})
