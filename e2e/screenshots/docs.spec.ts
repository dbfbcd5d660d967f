import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { boxOf, Workspace } from '../pages/workspace'
import { screen, shoot } from './shoot'

test.setTimeout(180_000)

test.use(screen)

test('pictures of the demo while it plays', async ({ page }) => {
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await expect(workspace.title).toHaveValue('First light')
  // Asked for once, so that no waveform is still on its way.
  await expect(page.getByRole('img', { name: /^Waveform/ })).toHaveCount(3)
  await workspace.node('Pad filter').click({ position: { x: 80, y: 8 } })
  await workspace.play()
  await expect(page.getByTestId('position')).toContainText('0:14', { timeout: 40_000 })
  await shoot(page, 'main-dark')

  const pane = await boxOf(page.locator('.react-flow__pane'))
  await page.locator('.react-flow__pane').dblclick({ position: { x: pane.width / 2, y: 40 } })
  await expect(page.getByTestId('quick-add')).toBeVisible()
  await shoot(page, 'quick-add')
  await page.keyboard.press('Escape')

  await workspace.choose('view.theme')
  await page.locator('.react-flow__pane').click({ position: { x: 40, y: 40 } })
  await workspace.node('Pad filter').click({ position: { x: 80, y: 8 } })
  await shoot(page, 'main-light')
  await workspace.choose('view.theme')
})

test('a picture of a plugin that asks', async ({ page }) => {
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  mkdirSync(join(home.path, 'config'), { recursive: true })
  const settings =
    'plugins:\n  builtin:\n    http-reading:\n      url: https://api.example.com/now\n'
  writeFileSync(join(home.path, 'config/config.yaml'), settings)
  await workspace.newProject()
  await workspace.add('http-reading/value', { x: 320, y: 200 })
  await expect(page.getByTestId('permission-dialog')).toContainText('api.example.com')
  await shoot(page, 'permission')
})
