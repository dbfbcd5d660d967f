import type { Locator } from '@playwright/test'
import { dropOn, hostileFiles } from '../pages/drops'
import { expect, test } from '../pages/session'
import { TimelinePanel } from '../pages/timeline'
import type { Workspace } from '../pages/workspace'

test.setTimeout(90_000)

/** Where files can be dropped: what is under the hand, and in what the message has to stand. */
const zones: readonly [name: string, target: (workspace: Workspace) => Locator][] = [
  ['the canvas', ({ page }) => page.locator('.react-flow__pane')],
  ['a node', workspace => workspace.device('Gain').locator('article')],
  ['the browser', ({ page }) => page.getByTestId('browser-search')],
  ['the inspector', ({ page }) => page.getByTestId('inspector')],
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
  const take = async (target: Locator, at?: { x: number; y: number }) => {
    await dropOn(page, target, hostileFiles, at)
    await expect(failures).toHaveCount(hostileFiles.length, { timeout: 30_000 })
    await cards.getByLabel('Dismiss').evaluateAll(buttons => {
      for (const button of buttons) if (button instanceof HTMLElement) button.click()
    })
    await expect(cards).toHaveCount(0)
  }
  for (const [name, target] of zones) {
    await test.step(name, () => take(target(workspace)))
  }
  await test.step('a cable', async () => {
    const on = await workspace.pointOn(page.getByTestId(/^cable-/).first())
    await take(page.locator('.react-flow__pane'), on)
  })
  await test.step('the timeline', async () => {
    const timeline = new TimelinePanel(workspace)
    await timeline.open()
    await dropOn(page, timeline.surface, hostileFiles)
    const notes = page.getByTestId('timeline-drop-note')
    await expect(notes).toHaveCount(hostileFiles.length, { timeout: 30_000 })
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
