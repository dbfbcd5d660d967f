import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Marketplace } from '../pages/marketplace'
import { Workspace } from '../pages/workspace'

test.setTimeout(180_000)

const folder = join(import.meta.dirname, '../../docs/images')

test.use({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1.5 })

test('pictures of the marketplace', async ({ page }) => {
  mkdirSync(folder, { recursive: true })
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url, 2048)
  const market = new Marketplace(page)
  await market.open()
  await expect(market.card('shimmer').locator('img')).toBeVisible()
  await market.show('shimmer')
  await market.detail.getByTestId('market-listen').click()
  await expect(market.detail.getByTestId('market-demo')).toHaveAttribute('data-state', 'playing', {
    timeout: 60_000,
  })
  await page.waitForTimeout(2500)
  await page.mouse.move(720, 895)
  await page.screenshot({ path: join(folder, 'marketplace-dark.png') })
  await page.keyboard.press('Escape')
  await workspace.choose('view.theme')
  await page.mouse.move(720, 895)
  await page.screenshot({ path: join(folder, 'marketplace-light.png') })
})
