import { expect, test, type Page } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { TimelinePanel } from '../pages/timeline'
import { Workspace } from '../pages/workspace'
import { screen, shoot } from './shoot'

test.setTimeout(240_000)
test.use(screen)

for (const theme of ['dark', 'light'] as const) {
  test(`pictures of the main screens, ${theme}`, async ({ page }) => {
    using home = makeHome()
    await using app = await startApp(home.path)
    const workspace = await Workspace.open(page, app.url)
    if (theme === 'light') await workspace.choose('view.theme')
    const keep = (name: string) => shoot(page, `${name}-${theme}`)
    const timeline = new TimelinePanel(workspace)

    await page.keyboard.press('Control+e')
    await page.getByTestId('export-path').fill('/home/ada/Music/First light.wav')
    await keep('export')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.locator('[cmdk-input]').fill('reverb')
    await expect(page.locator('[cmdk-item]').first()).toContainText('Reverb')
    await keep('palette')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await workspace.choose('tools.plugins')
    // The first says why it was skipped; further down a page says where the plugin lies on this machine.
    await expect(page.getByTestId('plugin-state')).toHaveText('Skipped')
    await expect(page.getByTestId('config-pins')).toBeVisible()
    await keep('plugins')
    await page.keyboard.press('Escape')

    await begin(page, 'Song sketch')
    await timeline.open()
    await expect(timeline.clips.first()).toBeVisible()
    // The canvas is lower now: all of it is shown anew.
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } })
    await page.keyboard.press('f')
    await workspace.play()
    await page.waitForTimeout(4000)
    await keep('timeline')
    await workspace.stop()
    const { x, y } = await timeline.at(6)
    await page.mouse.dblclick(x, y)
    await timeline.open('notes')
    await expect(page.getByTestId('roll-surface')).toBeVisible()
    await keep('piano-roll')
    await timeline.close()

    await begin(page, 'Drum machine')
    await workspace.play()
    await workspace.device('Glue').click({ position: { x: 60, y: 8 } })
    await page.waitForTimeout(1500)
    await keep('inspector')
    await page.keyboard.press('F11')
    await page.getByTestId('performer-take').click()
    await page.waitForTimeout(1200)
    await keep('performer')
    await workspace.stop()
  })
}

/** A new project of a template. */
async function begin(page: Page, template: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.locator('[cmdk-input]').fill(`>New from: ${template}`)
  await expect(page.locator('[cmdk-item]').first()).toContainText(template)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('project-title')).toHaveValue(template)
  await page.waitForTimeout(800)
}
