import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { installHostilePlugins } from '../pages/hostile-plugins'
import { Workspace } from '../pages/workspace'

const harms = [
  // A loop ends at its deadline, and nothing else with it.
  ['looper', 'Bypassed', /took too long/],
  // It takes its process down whenever it is tried: the third time it is quarantined, and says why.
  ['hanger', 'Disabled', /died too often/],
  ['thrower', 'Bypassed', /no more strings/],
] as const

test('A-05 hostile plugins are bypassed with the reason, the rest sounds on, and each can be tried again', async ({
  page,
}) => {
  test.setTimeout(120_000)
  using home = makeHome()
  installHostilePlugins(home.path)
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  const { source, output } = await workspace.chain()
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)

  for (const [index, [id, state, reason]] of harms.entries()) {
    // Before it does harm: a plugin that is quarantined is not there to be wired.
    await workspace.stop()
    const node = await workspace.add(`evil-${id}/${id}`, { x: 60 + index * 270, y: 330 })
    await workspace.wire(workspace.port(source, 'out'), workspace.port(node, 'in'))
    await workspace.wire(workspace.port(node, 'out'), workspace.port(output, 'in'))
    await workspace.play()
    const badge = node.getByTestId(/^badge-/)
    await expect(badge).toContainText(state, { timeout: 30_000 })
    await expect(node).toContainText(reason)
    await expect(page.getByTestId('engine-state')).toContainText('Engine ready')
    // The other nodes go on sounding: the meter is emptied, and moves again.
    await workspace.peak()
    await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
    // Beside the badge, which leads to the plugin's page.
    await node.click({ position: { x: 16, y: 12 } })
    await expect(page.getByTestId('node-trouble')).toContainText(reason)
  }
  await expect(page.getByTestId('engine-state')).toContainText(/nodes? in trouble/)

  const thrower = workspace.device('Thrower')
  await thrower.getByTestId(/^retry-/).click()
  // It plays for 300 quanta, and then throws again.
  await expect(thrower.getByTestId(/^badge-/)).toBeHidden()
  await expect(thrower.getByTestId(/^badge-/)).toContainText('Bypassed', { timeout: 20_000 })
})

test('I-04 when Wireharp ends, the page says what to do, and nothing of the work is lost', async ({
  page,
  context,
}) => {
  using home = makeHome()
  {
    await using app = await startApp(home.path)
    const workspace = await Workspace.open(page, app.url)
    await workspace.newProject()
    await workspace.chain()
    await workspace.settled()
    await app.crash()
    await expect(page.getByTestId('link-banner')).toContainText('Reconnecting')
    await expect(page.getByTestId('link-banner')).toContainText('start it again', {
      timeout: 15_000,
    })
    await expect(page.getByTestId('link-banner')).toContainText('Nothing is lost')
    await expect(page.getByTestId('engine-state')).toContainText('Not connected')
    // Edits are still possible, and said to be here alone.
    await workspace.device('Gain').click({ position: { x: 60, y: 12 } })
    await page.keyboard.press('b')
    await expect(page.getByTestId('link-banner')).toContainText('The last edit on this page')
  }
  await using again = await startApp(home.path)
  const fresh = await context.newPage()
  const workspace = await Workspace.open(fresh, again.url)
  await expect(workspace.cables).toHaveCount(2)
  await expect(workspace.nodeElements).toHaveCount(3)
})
