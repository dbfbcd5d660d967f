import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Marketplace } from '../pages/marketplace'
import { Workspace } from '../pages/workspace'
import { screen, shoot } from './shoot'

test.setTimeout(180_000)

test.use(screen)

test('pictures of the marketplace', async ({ page }) => {
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  const market = new Marketplace(page)
  await market.open()
  await expect(market.card('shimmer').locator('img')).toBeVisible()
  await market.show('shimmer')
  await market.detail.getByTestId('market-listen').click()
  await expect(market.detail.getByTestId('market-demo')).toHaveAttribute('data-state', 'playing', {
    timeout: 60_000,
  })
  await page.waitForTimeout(2500)
  await shoot(page, 'marketplace-dark')
  await page.keyboard.press('Escape')
  await workspace.choose('view.theme')
  await shoot(page, 'marketplace-light')
})
