import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { hostileProject } from '../pages/hostile-names'
import { expect, test } from '../pages/session'
import { TimelinePanel } from '../pages/timeline'
import { boxOf } from '../pages/workspace'

/** Nothing stands beside the window, and nothing of a name became a part of the page. */
async function expectWhole(page: Page): Promise<void> {
  const beside = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement
    return [scrollWidth - innerWidth, scrollHeight - innerHeight]
  })
  expect(beside).toEqual([0, 0])
  expect(await page.locator('[onerror], img[src="x"]').count()).toBe(0)
}

test('E-21 names with HTML, of any length, from right to left and of emoji are text everywhere, and break no layout', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const dialogs: string[] = []
  page.on('dialog', dialog => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const path = join(session.home, 'hostile.wireharp')
  const project = hostileProject()
  writeFileSync(path, JSON.stringify(project.file))
  await page.keyboard.press('Control+o')
  await page.getByTestId('open-path').fill(path)
  await page.getByTestId('open-confirm').click()
  await expect(workspace.title).toHaveValue(project.title)
  await expect(workspace.nodeElements).toHaveCount(project.names.length + 2)

  for (const name of project.names) {
    const node = page.locator('.react-flow__node-device').filter({ hasText: name }).first()
    await expect(node).toBeVisible()
    const { width, height } = await boxOf(node)
    expect(width / height).toBeLessThan(4)
  }
  await expectWhole(page)
  const node = page.locator('.react-flow__node-device').first()
  await node.click({ position: { x: 60, y: 12 } })
  const panel = await boxOf(page.getByTestId('inspector'))
  const field = await boxOf(page.getByTestId('node-name'))
  expect(field.x + field.width).toBeLessThanOrEqual(panel.x + panel.width)
  await node.click({ button: 'right', position: { x: 60, y: 12 } })
  const menu = await boxOf(page.getByRole('menu'))
  expect(menu.x + menu.width).toBeLessThanOrEqual(1440)
  await page.keyboard.press('Escape')

  const timeline = new TimelinePanel(workspace)
  await timeline.open()
  await expect(timeline.clips).toHaveCount(project.names.length)
  await expectWhole(page)
  await timeline.close()
  await page.getByTestId('tab-outline').click()
  await expect(page.getByTestId('outline')).toContainText(project.names[0] ?? '')
  await expectWhole(page)
  await workspace.newProject()
  for (const tab of await page.getByTestId('tab').all()) {
    expect((await boxOf(tab)).width).toBeLessThanOrEqual(208)
  }
  await page.keyboard.press('Alt+w')
  await expect(workspace.title).toHaveValue(project.title)
  await page.keyboard.press('F11')
  await expect(page.getByTestId('performer')).toBeVisible()
  await expectWhole(page)
  await page.keyboard.press('F11')
  await workspace.saveAs('Hostile <b>again</b>')
  expect(dialogs).toEqual([])
})
