import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { axeProblems } from '../pages/axe'
import { makeHome, startApp, startService, wireharp } from '../fixtures/start-app'
import { Marketplace, publish, putWarmRack, putWarmUp } from '../pages/marketplace'
import { Workspace } from '../pages/workspace'

test.setTimeout(240_000)

test('M-01 M-02 M-05 S1-34 a plugin is found, heard, installed while it plays, used, reviewed, updated, pinned, rolled back, uninstalled, and missed', async ({
  page,
}) => {
  using home = makeHome()
  // Whoever makes the plugins, and the registry that they run: Verdaccio.
  using author = makeHome()
  await using shelf = await startService(author.path, ['registry', 'serve', '--port', '0'])
  const wants = { right: 'network', scope: ['api.example.com'], why: 'To fetch presets.' }
  await publish(author.path, shelf.url, [
    putWarmUp(author.path, '1.0.0'),
    putWarmUp(author.path, '1.1.0', { permissions: [wants] }),
    putWarmRack(author.path),
  ])
  using elsewhere = makeHome()
  await using app = await startApp(home.path)
  await using reviews = await startService(elsewhere.path, ['reviews', 'serve', '--port', '0'])
  const workspace = await Workspace.open(page, app.url)
  await workspace.play()
  const market = new Marketplace(page)
  await market.open()
  const registry = await market.addRegistry('shelf', shelf.url)
  await expect(registry).toContainText('2 plugins', { timeout: 60_000 })
  await market.addReviews(reviews.url)
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
  await detail.getByRole('button', { name: 'Install Warm Up 1.0.0' }).click()
  await expect(detail.getByTestId('market-add')).toBeVisible()
  // What it costs the sound is measured by `bench market`: another test runs beside this one.
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-50)
  await expect(detail.locator('[data-version="1.0.0"]')).toContainText('Installed')

  // It is used at once, and what comes of that is told to others.
  await detail.getByTestId('market-add').click()
  await expect(market.view).toBeHidden()
  await expect(workspace.device('Warm Up')).toBeVisible()
  await market.open()
  await market.show('warm-up')
  await market.review(4, 'Too long. '.repeat(500))
  await expect(page.getByTestId('review-failure')).toContainText('review-too-large')
  await expect(page.getByTestId('market-reviews')).toBeHidden()
  await market.review(4, 'Takes the edge off my kick.')
  await expect(page.getByTestId('market-reviews')).toContainText('Takes the edge off my kick.')
  await market.review(2, 'Too soft for me.')
  await expect(page.getByTestId('market-reviews')).toContainText('Too soft for me.')
  await expect(page.getByTestId('market-reviews').getByRole('listitem')).toHaveCount(1)

  // The newer one asks for more than the one that is there.
  await detail.getByTestId('market-update').click()
  const consent = page.getByTestId('market-consent')
  await expect(consent.locator('[data-question="permissions"]')).toContainText('api.example.com')
  await page.getByTestId('consent-decline').click()
  await expect(detail.locator('[data-version="1.0.0"]')).toContainText('Installed')
  await detail.getByTestId('market-pin').click()
  await expect(detail.getByTestId('market-update')).toBeDisabled()
  await detail.getByTestId('market-pin').click()
  await detail.getByTestId('market-update').click()
  await page.getByTestId('consent-agree').click()
  await expect(detail.locator('[data-version="1.1.0"]')).toContainText('Installed')
  await detail.getByTestId('market-rollback').click()
  await expect(detail.locator('[data-version="1.0.0"]')).toContainText('Installed')
  await workspace.settled()

  // What another one needs is not taken away unless one insists.
  await page.keyboard.press('Escape')
  await market.show('warm-rack')
  await detail.getByTestId('market-install').click()
  await expect(detail.getByTestId('market-add')).toBeVisible()
  await page.keyboard.press('Escape')
  await market.show('warm-up')
  await detail.getByTestId('market-uninstall').click()
  await expect(page.getByTestId('market-refusal')).toContainText('“Warm Up” is needed by Warm Rack')
  await detail.getByRole('button', { name: 'Dismiss' }).click()
  await page.keyboard.press('Escape')
  await market.show('warm-rack')
  await detail.getByTestId('market-uninstall').click()
  await expect(detail.getByTestId('market-install')).toBeVisible()
  await page.keyboard.press('Escape')
  await market.show('warm-up')
  await detail.getByTestId('market-uninstall').click()
  await expect(detail.getByTestId('market-install')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(market.view).toBeHidden()
  const missing = page.getByTestId('missing')
  await expect(missing).toContainText('Warm Up')
  await missing.getByTestId('missing-install').click()
  await page.getByTestId('consent-agree').click()
  await expect(missing).toBeHidden()
  await expect(workspace.device('Warm Up')).toBeVisible()

  // Its registry takes it back while it plays: it stops, and whoever has it reads why.
  const shelfFolder = join(author.path, 'data/registry')
  const why = ['--because', 'It phones home.']
  const revoked = await wireharp(author.path, [
    'registry',
    'revoke',
    shelfFolder,
    'warm-up',
    ...why,
  ])
  expect(revoked, revoked.stderr).toMatchObject({ code: 0 })
  await market.open()
  await page.getByTestId('market-settings').first().click()
  await page.getByRole('button', { name: 'Read shelf again' }).click()
  const reason = /“Warm Up” [\d.]+ was revoked: It phones home/
  await expect(page.getByTestId('toast-failure')).toContainText(reason)
  await page.getByTestId('market-browse').click()
  await market.show('warm-up')
  await expect(page.getByTestId('market-revoked')).toContainText(reason)
  await expect(detail.getByTestId('market-trust')).toHaveAttribute('data-trust', 'revoked')
  await page.getByTestId('market-leave').click()
  await expect(workspace.device('Warm Up')).toContainText('Disabled')
})
