import { readdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '../pages/session'

test('M-06 nodes become a plugin with a name, an icon and knobs; it is exported, and opens again as a graph', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  await effect.click({ position: { x: 60, y: 12 } })
  await workspace.choose('nodes.make-plugin')
  const dialog = page.getByTestId('make-plugin-dialog')
  await expect(dialog).toBeVisible()
  await page.getByTestId('make-name').fill('Glow')
  await expect(page.getByTestId('make-id')).toHaveValue('glow')
  await page.getByTestId('make-description').fill('Glows softly.')
  await page.getByTestId('make-category').fill('Colour')
  await page.getByTestId('make-icon').click()
  await page.getByRole('button', { name: 'flame' }).click()
  await page.keyboard.press('Escape')
  const hidden = page.getByRole('list', { name: 'Not shown' }).getByRole('switch')
  await hidden.first().click()
  await expect(page.locator('[data-testid^="make-param-"]')).toHaveCount(1)
  expect((await new AxeBuilder({ page }).include('[role=dialog]').analyze()).violations).toEqual([])
  if (process.env['SHOTS'] !== undefined)
    await page.screenshot({ path: `${process.env['SHOTS']}/make.png` })
  const least = dialog.getByLabel(/: least$/)
  const first = await least.inputValue()
  await least.fill('-1e9')
  await page.getByTestId('make-install').click()
  await expect(page.getByTestId('make-failure')).toContainText('can go no further')
  await least.fill(first)
  await page.getByTestId('make-install').click()
  await expect(page.getByTestId('made-plugin')).toContainText('Glow 1.0.0 is installed')

  await page.getByTestId('make-export').click()
  await expect(page.getByTestId('write-package-name')).toHaveValue('glow-1.0.0')
  await page.getByTestId('write-package-confirm').click()
  await expect(page.getByTestId('write-package-dialog')).toBeHidden({ timeout: 30_000 })
  const written = readdirSync(session.home, { recursive: true, encoding: 'utf8' })
  expect(written.some(path => path.endsWith('glow-1.0.0.tgz'))).toBe(true)

  const own = await workspace.add('glow/node', { x: 360, y: 260 })
  await own.click({ position: { x: 60, y: 12 } })
  await workspace.choose('nodes.edit-as-graph')
  await expect(page.getByTestId('breadcrumbs')).toContainText('Glow')
  await workspace.choose('nodes.make-plugin')
  await expect(page.getByTestId('make-description')).toHaveValue('Glows softly.')
  await expect(page.getByTestId('make-id')).toBeDisabled()
  await page.getByTestId('make-install').click()
  await expect(page.getByTestId('made-plugin')).toContainText('Glow 1.1.0 is installed')
  await page.getByTestId('make-done').click()
})
