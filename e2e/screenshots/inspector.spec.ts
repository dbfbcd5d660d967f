import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Workspace } from '../pages/workspace'

test.setTimeout(180_000)

const folder = join(import.meta.dirname, '../../docs/images')

test.use({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1.5 })

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(720, 895)
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

test('pictures of a patch that moves, and of the inspector', async ({ page }) => {
  mkdirSync(folder, { recursive: true })
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url, 2048)
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
  await page.keyboard.press('Escape')
  await workspace.stop()

  for (const [node, params] of [
    [synth, ['frequency', 'detune', 'level']],
    [filter, ['frequency', 'q']],
    [lfo, ['rate', 'depth']],
  ] as const) {
    for (const param of params) {
      await workspace.knob(node, param).click({ button: 'right' })
      await page.getByTestId('param-expose').click()
    }
  }
  await page.keyboard.press('F11')
  await page.getByTestId('performer-take').click()
  await page.getByTestId('performer-q').focus()
  await page.keyboard.press('End')
  await page.getByTestId('performer-take').click()
  await workspace.play()
  await page.waitForTimeout(1200)
  await shoot(page, 'performer')
  await workspace.stop()
  await page.getByTestId('performer-leave').click()

  await workspace.choose('view.theme')
  await workspace.add('synth/synth', { x: 60, y: 560 })
  await shoot(page, 'inspector-light')
})
