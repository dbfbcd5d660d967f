import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Workspace } from '../pages/workspace'
import { screen, shoot } from './shoot'

test.setTimeout(180_000)

test.use(screen)

test('pictures of a patch that moves, and of the inspector', async ({ page }) => {
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  const synth = await workspace.add('oscillator/oscillator', { x: 60, y: 60 })
  const lfo = await workspace.add('lfo/lfo', { x: 60, y: 330 })
  const filter = await workspace.add('svf/svf', { x: 420, y: 140 })
  await workspace.wire(workspace.port(lfo, 'out'), workspace.knob(filter, 'frequency'))
  await workspace.wire(workspace.port(lfo, 'out'), workspace.knob(filter, 'q'))
  await workspace.wire(workspace.port(synth, 'out'), workspace.port(filter, 'in'))
  await workspace.wire(
    workspace.port(filter, 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await filter.click({ position: { x: 60, y: 12 } })
  await workspace.play()
  await page.waitForTimeout(1500)
  await shoot(page, 'modulation-dark')
  await page.getByTestId('snapshot-take').click()
  await page.getByTestId('value-frequency').fill('3.2k')
  await page.keyboard.press('Enter')
  await page.getByTestId('snapshot-take').click()
  await page.getByTestId('preset-name').click()
  await expect(page.getByTestId('preset-factory-singing-band')).toBeVisible()
  await shoot(page, 'presets')
})
