import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { boxOf, Workspace } from '../pages/workspace'

test.setTimeout(180_000)

const folder = join(import.meta.dirname, '../../docs/images')

test.use({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1.5 })

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(720, 895)
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

test('pictures of the demo while it plays', async ({ page }) => {
  mkdirSync(folder, { recursive: true })
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url, 2048)
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

  await workspace.stop()
  await page.keyboard.press('Control+e')
  await page.getByTestId('export-range').getByText('From – to').click()
  await page.getByTestId('export-path').fill('/home/ada/Music/First light.wav')
  await shoot(page, 'export')
})

test('pictures of the plugins, and of one that asks', async ({ page }) => {
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url, 2048)
  await workspace.choose('tools.plugins')
  const dialog = page.getByTestId('plugins-dialog')
  await dialog.locator('[data-plugin="http-reading"]').click()
  await expect(dialog.getByTestId('plugin-state')).toHaveText('Enabled')
  await shoot(page, 'plugins')
  await page.keyboard.press('Escape')

  mkdirSync(join(home.path, 'config'), { recursive: true })
  const settings =
    'plugins:\n  builtin:\n    http-reading:\n      url: https://api.example.com/now\n'
  writeFileSync(join(home.path, 'config/config.yaml'), settings)
  await workspace.newProject()
  await workspace.add('http-reading/value', { x: 320, y: 200 })
  await expect(page.getByTestId('permission-dialog')).toContainText('api.example.com')
  await shoot(page, 'permission')
})
