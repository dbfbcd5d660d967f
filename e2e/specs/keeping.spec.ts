import type { CDPSession } from '@playwright/test'
import { expect, test } from '../pages/session'
import type { Workspace } from '../pages/workspace'

test.slow()

test('E-16 what is opened, edited and closed again and again leaves no elements, listeners or memory behind', async ({
  workspace,
}) => {
  const { page } = workspace
  const cdp = await page.context().newCDPSession(page)
  // The first rounds bring what stays: what is loaded later, and the first pictures of everything.
  for (let turn = 0; turn < 2; turn++) await round(workspace)
  const before = await kept(cdp)
  for (let turn = 0; turn < 3; turn++) await round(workspace)
  const after = await kept(cdp)
  // A listener that stays with every node that was shown is two in each round.
  const grown = { nodes: after.nodes - before.nodes, listeners: after.listeners - before.listeners }
  expect(grown.nodes, JSON.stringify(grown)).toBeLessThan(20)
  expect(grown.listeners, JSON.stringify(grown)).toBeLessThan(4)
  expect(after.megabytes - before.megabytes).toBeLessThan(3)
})

async function round(workspace: Workspace): Promise<void> {
  const { page } = workspace
  const node = await workspace.add('gain/gain', { x: 60, y: 60 })
  await node.click({ position: { x: 60, y: 12 } })
  for (const keys of ['b', 'b', 'Control+d', 'Control+z', 'Control+z', 'Control+z', 'Control+z']) {
    await page.keyboard.press(keys)
  }
  await expect(node).toHaveCount(0)
  for (const tab of ['timeline', 'notes', 'keyboard', 'scopes']) {
    await page.getByTestId(`dock-${tab}`).click()
  }
  await page.getByTestId('dock-toggle').click()
  for (const [keys, shown] of [
    ['Control+k', '[cmdk-input]'],
    ['Control+e', '[data-testid="export-format"]'],
  ] as const) {
    await page.keyboard.press(keys)
    await expect(page.locator(shown)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.locator(shown)).toHaveCount(0)
  }
  const tabs = await page.getByTestId('tab').count()
  await page.keyboard.press('Control+n')
  await expect(page.getByTestId('tab')).toHaveCount(Math.max(2, tabs + 1))
  await page.keyboard.press('Alt+w')
  await expect(page.getByTestId('tab')).toHaveCount(tabs)
  await workspace.settled()
}

async function kept(cdp: CDPSession) {
  for (let time = 0; time < 3; time++) await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters')
  return { nodes, listeners: jsEventListeners, megabytes: usedSize / 1e6 }
}
