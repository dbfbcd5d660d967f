import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp, wireharp } from '../fixtures/start-app'
import { axeProblems } from '../pages/axe'
import { hidePlugin, putBrokenPlugins, putPlugin } from '../pages/user-plugins'
import { Workspace } from '../pages/workspace'

test('S1-21 S1-31 S1-39 a plugin that appears, vanishes and comes back while its node is in use; a profile and diagnostics are saved', async ({
  page,
}) => {
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  const { source, output } = await workspace.chain()
  const folder = putPlugin(home.path, 'booster')
  // The list shows only what there is room for.
  await page.getByTestId('browser-search').fill('booster')
  const inBrowser = page.getByRole('tree', { name: 'Nodes' }).getByText('Booster')
  await expect(inBrowser).toBeVisible()
  const node = await workspace.add('booster/booster', { x: 300, y: 300 })
  await workspace.wire(workspace.port(source, 'out'), workspace.port(node, 'in'))
  await workspace.wire(workspace.port(node, 'out'), workspace.port(output, 'in'))
  await workspace.settled()

  const bringBack = hidePlugin(folder)
  await expect(inBrowser).toBeHidden()
  await expect(node).toContainText('Missing')
  await node.click({ position: { x: 60, y: 12 } })
  await expect(page.getByTestId('node-trouble')).toContainText('Install the plugin')

  bringBack()
  await expect(inBrowser).toBeVisible()
  await expect(workspace.port(node, 'out')).toBeVisible()
  await expect(page.getByTestId('node-trouble')).toBeHidden()

  await workspace.choose('tools.plugins')
  const dialog = page.getByTestId('plugins-dialog')
  // What its nodes do with their time, as a file for Chrome’s developer tools.
  await dialog.locator('[data-plugin="drive"]').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByTestId('plugin-profile').click(),
  ])
  expect(download.suggestedFilename()).toBe('drive.cpuprofile')
  const profile: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'))
  expect(JSON.stringify(profile)).toContain('"functionName":"process"')
  await expect(page.getByTestId('toast-done').last()).toContainText('drive.cpuprofile is saved')
  await page.keyboard.press('Escape')

  await workspace.choose('help.diagnostics')
  await expect(page.getByTestId('toast-done').last()).toContainText('Diagnostics without')
  const bundles = readdirSync(join(home.path, 'Wireharp')).filter(name => name.endsWith('.zip'))
  expect(bundles).toHaveLength(1)
})

test('S2-12 the panel shows states and reasons, switches plugins and saves their settings', async ({
  page,
}) => {
  using home = makeHome()
  putPlugin(home.path, 'booster')
  putBrokenPlugins(home.path)
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.choose('tools.plugins')
  const dialog = page.getByTestId('plugins-dialog')
  await expect(dialog.locator('[data-state="failed"]')).toHaveCount(20)
  await dialog.locator('[data-plugin="broken-03"]').click()
  await expect(dialog.getByTestId('plugin-problem').first()).toContainText('Correct plugin.json')

  await dialog.locator('[data-plugin="booster"]').click()
  await expect(dialog.getByTestId('plugin-state')).toHaveText('Enabled')
  await expect(dialog).toContainText('Talk to the network: api.example.com')
  await expect(dialog).toContainText('To fetch presets.')

  await dialog.getByTestId('config-most').fill('99')
  await expect(dialog.getByRole('alert')).toContainText('It goes from 0 to 24.')
  await expect(dialog.getByTestId('config-apply')).toBeDisabled()
  await dialog.getByTestId('config-most').fill('18')
  await dialog.getByTestId('config-apply').click()
  const settings = join(home.path, 'config/config.yaml')
  await expect
    .poll(() => (existsSync(settings) ? readFileSync(settings, 'utf8') : ''))
    .toContain('most: 18')

  await dialog.getByTestId('plugin-enabled').click()
  await expect(dialog.getByTestId('plugin-state')).toHaveText('Disabled')
  const list = await wireharp(home.path, ['plugin', 'list', '--json'])
  const listed: unknown = JSON.parse(list.stdout)
  expect(listed).toContainEqual(expect.objectContaining({ id: 'booster', state: 'disabled' }))
  await wireharp(home.path, ['plugin', 'enable', 'booster'])
  await expect(dialog.getByTestId('plugin-state')).toHaveText('Enabled')

  // Settings that do not fit keep it from running, and one click brings its defaults back.
  const asSet = readFileSync(settings, 'utf8')
  writeFileSync(settings, asSet.replace('most: 18', 'most: 99'))
  await expect(dialog.getByTestId('plugin-state')).toHaveText('Failed')
  await dialog.getByTestId('plugin-repair').click()
  await expect(dialog.getByTestId('plugin-state')).toHaveText('Enabled')
  await expect(dialog.getByTestId('plugin-repair')).toBeHidden()
  expect(readFileSync(`${settings}.before-fix`, 'utf8')).toContain('most: 99')
  for (let theme = 0; theme < 2; theme++) {
    expect(await axeProblems(page, '[data-testid="plugins-dialog"]')).toEqual([])
    await page.keyboard.press('Escape')
    await workspace.choose('view.theme')
    await workspace.choose('tools.plugins')
  }
})

test('S1-06 a quarantine outlives a restart, says why, and one click lifts it; its page stays in view', async ({
  page,
}) => {
  using home = makeHome()
  putPlugin(home.path, 'booster')
  const kept = { quarantine: { at: 1, reason: 'Booster took more memory than it may.' } }
  const states = join(home.path, 'data/plugins.json')
  writeFileSync(states, JSON.stringify({ version: 1, plugins: { booster: kept } }))
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.choose('tools.plugins')
  const dialog = page.getByTestId('plugins-dialog')
  const opened = dialog.getByTestId('plugin-page')
  // What needs somebody is on top.
  await expect(opened).toHaveAttribute('aria-label', 'Booster')
  await expect(dialog.getByTestId('plugin-state')).toHaveText('Quarantined')
  await expect(dialog.getByTestId('plugin-problem')).toContainText(
    'took more memory than it may. Enable it again',
  )
  await dialog.getByTestId('plugin-repair').click()
  await expect(opened).toHaveAttribute('aria-label', 'Booster')
  await expect(dialog.getByTestId('plugin-state')).toHaveText('Enabled')
  // The page hears of it before the disk does.
  await expect.poll(() => readFileSync(states, 'utf8')).not.toContain('quarantine')
})
