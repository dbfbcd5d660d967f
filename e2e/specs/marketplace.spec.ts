import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { axeProblems } from '../pages/axe'
import { Marketplace, publish, putWarmUp } from '../pages/marketplace'
import { Workspace } from '../pages/workspace'

test.setTimeout(240_000)

test('M-01 M-02 M-05 a plugin is found, heard, installed while it plays, updated, rolled back, uninstalled, and missed', async ({
  page,
}) => {
  using home = makeHome()
  const wants = { right: 'network', scope: ['api.example.com'], why: 'To fetch presets.' }
  const shelf = await publish(home.path, [
    putWarmUp(home.path, '1.0.0'),
    putWarmUp(home.path, '1.1.0', { permissions: [wants] }),
  ])
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.play()
  const market = new Marketplace(page)
  await market.open()
  const registry = await market.addRegistry('shelf', shelf)
  await expect(registry).toContainText('1 plugin')
  expect(await axeProblems(page)).toEqual([])

  await market.search('edge off')
  await expect(market.card('warm-up')).toContainText('Network')
  await market.show('warm-up')
  const { detail } = market
  await expect(detail).toContainText('Turn Level down.')
  await expect(detail.getByRole('region', { name: 'Rights' })).toContainText('api.example.com')
  await expect(detail.getByTestId('market-trust')).toHaveAttribute('data-trust', 'new')
  await expect(detail.locator('img')).toHaveCount(0)
  await detail.getByTestId('market-listen').click()
  await expect(detail.getByTestId('market-demo')).toHaveAttribute('data-state', 'playing', {
    timeout: 90_000,
  })
  await expect(detail.getByTestId('demo-wave')).toBeVisible()
  await detail.getByTestId('market-listen').click()
  expect(await axeProblems(page)).toEqual([])

  // The older version first: it asks for nothing, and so nothing is asked.
  const { underruns } = await workspace.debug()
  await detail.getByRole('button', { name: 'Install Warm Up 1.0.0' }).click()
  await expect(detail.getByTestId('market-add')).toBeVisible()
  // A machine that did not keep up before cannot tell what an installation costs.
  if (underruns === 0) expect((await workspace.debug()).underruns).toBe(0)
  await expect(detail.locator('[data-version="1.0.0"]')).toContainText('Installed')

  // The newer one asks for more than the one that is there.
  await detail.getByTestId('market-update').click()
  const consent = page.getByTestId('market-consent')
  await expect(consent.locator('[data-question="permissions"]')).toContainText('api.example.com')
  await page.getByTestId('consent-decline').click()
  await expect(detail.locator('[data-version="1.0.0"]')).toContainText('Installed')
  await detail.getByTestId('market-update').click()
  await page.getByTestId('consent-agree').click()
  await expect(detail.locator('[data-version="1.1.0"]')).toContainText('Installed')
  await detail.getByTestId('market-rollback').click()
  await expect(detail.locator('[data-version="1.0.0"]')).toContainText('Installed')

  await detail.getByTestId('market-add').click()
  await expect(market.view).toBeHidden()
  await expect(workspace.device('Warm Up')).toBeVisible()
  await workspace.settled()

  await market.open()
  await market.show('warm-up')
  await detail.getByTestId('market-uninstall').click()
  await expect(detail.getByTestId('market-install')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(market.view).toBeHidden()
  const missing = page.getByTestId('missing')
  await expect(missing).toContainText('warm-up')
  await missing.getByTestId('missing-install').click()
  await page.getByTestId('consent-agree').click()
  await expect(missing).toBeHidden()
  await expect(workspace.device('Warm Up')).toBeVisible()
})
