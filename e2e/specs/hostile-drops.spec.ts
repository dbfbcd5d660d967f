import type { Locator } from '@playwright/test'
import { dropOn, hostileFiles, type Dropped } from '../pages/drops'
import { expect, test } from '../pages/session'
import { TimelinePanel } from '../pages/timeline'
import type { Point, Workspace } from '../pages/workspace'

test.setTimeout(150_000)

/** Every third file, from one on: zones with one way behind them share the thirty. */
const third = (from: number) => hostileFiles.filter((_, index) => index % 3 === from)

/** Where files can be dropped, and which. */
const zones: readonly [
  name: string,
  target: (workspace: Workspace) => Locator,
  files: readonly Dropped[],
][] = [
  ['the canvas', ({ page }) => page.locator('.react-flow__pane'), hostileFiles],
  ['a node', workspace => workspace.device('Gain').locator('article'), third(2)],
  ['the browser', ({ page }) => page.getByTestId('browser-search'), third(0)],
  ['the inspector', ({ page }) => page.getByTestId('inspector'), third(1)],
]

test('E-18 thirty hostile files on every drop zone: each says what is wrong beside the place, and nothing changes', async ({
  workspace,
}) => {
  const { page } = workspace
  const dialogs: string[] = []
  page.on('dialog', dialog => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await workspace.chain()
  const steps = await workspace.history()
  await page.getByTestId('tab-inspector').click()
  const cards = page.getByTestId('import-card')
  const failures = page.getByTestId('import-failure')
  const take = async (target: Locator, files: readonly Dropped[], at?: Point) => {
    await dropOn(page, target, files, at)
    await expect(failures).toHaveCount(files.length, { timeout: 40_000 })
    await cards.getByLabel('Dismiss').evaluateAll(buttons => {
      for (const button of buttons) if (button instanceof HTMLElement) button.click()
    })
    await expect(cards).toHaveCount(0)
  }
  for (const [name, target, files] of zones) {
    await test.step(name, () => take(target(workspace), files))
  }
  await test.step('a cable', async () => {
    const on = await workspace.pointOn(page.getByTestId(/^cable-/).first())
    await take(page.locator('.react-flow__pane'), third(2), on)
  })
  await test.step('the timeline', async () => {
    const timeline = new TimelinePanel(workspace)
    await timeline.open()
    await dropOn(page, timeline.surface, hostileFiles)
    const notes = page.getByTestId('timeline-drop-note')
    await expect(notes).toHaveCount(hostileFiles.length, { timeout: 40_000 })
    await expect(notes.filter({ hasText: 'notes.txt' })).toContainText(
      'nothing that Wireharp reads',
    )
    await page.getByTestId('timeline-drop-dismiss').click()
    await expect(notes).toHaveCount(0)
    await timeline.close()
  })
  expect(dialogs).toEqual([])
  await expect(workspace.nodeElements).toHaveCount(3)
  expect(await workspace.history()).toEqual(steps)
})
