import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../pages/session'

test('E-19 Ctrl-K finds commands, nodes to add and to go to, and what there is to read', async ({
  workspace,
}) => {
  const { page } = workspace
  const search = page.getByTestId('palette-search')
  await page.keyboard.press('Control+k')
  await search.fill('reverb')
  await expect(page.getByTestId('palette')).toContainText('Add Reverb')
  expect((await new AxeBuilder({ page }).include('#floats').analyze()).violations).toEqual([])
  await page.keyboard.press('Enter')
  await expect(workspace.device('Reverb')).toBeVisible()

  // Jumping selects the node, though the canvas has moved on.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await search.fill('@output')
  await page.keyboard.press('Enter')
  await expect(workspace.device('Output')).toHaveClass(/selected/)

  await page.keyboard.press('Control+k')
  await search.fill('?delay')
  await page.keyboard.press('Enter')
  const docs = page.getByTestId('node-docs')
  await expect(docs).toContainText('Feedback')
  await expect(docs).toContainText('How it works')
  await page.keyboard.press('Escape')
  await expect(docs).toBeHidden()

  await page.keyboard.press('Control+k')
  await search.fill('light theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  // What was done last is on top the next time.
  await page.keyboard.press('Control+k')
  await expect(page.locator('[cmdk-item]').first()).toContainText('Light theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await search.waitFor({ state: 'hidden' })
})

test('E-19 the shortcut sheet is searched by name and by key', async ({ workspace }) => {
  const { page } = workspace
  await page.locator('.react-flow__pane').click({ position: { x: 300, y: 500 } })
  await page.keyboard.press('Shift+?')
  const sheet = page.getByTestId('shortcuts-dialog')
  await expect(sheet).toContainText('Command palette')
  await page.getByTestId('shortcuts-search').fill('duplic')
  await expect(sheet.getByRole('listitem')).toHaveCount(1)
  await page.getByTestId('shortcuts-search').fill('zzz')
  await expect(sheet).toContainText('No shortcut fits')
})
