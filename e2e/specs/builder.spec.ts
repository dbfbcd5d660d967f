import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { axeProblems } from '../pages/axe'
import { Marketplace } from '../pages/marketplace'
import { expect, test } from '../pages/session'

// Plugins are made, installed and compiled here, each by a process of its own.
test.slow()

test('M-04 M-06 S1-36 nodes become a plugin with a name, an icon and knobs; it is published, found, installed, and opens again as a graph', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  await effect.click({ position: { x: 60, y: 12 } })
  await workspace.choose('nodes.make-plugin')
  const dialog = page.getByTestId('make-plugin-dialog')
  await expect(dialog).toBeVisible()
  await page.getByTestId('make-name').fill('Glow')
  await expect(page.getByTestId('make-id')).toHaveValue('glow')
  await page.getByTestId('make-description').fill('Glows softly.')
  await page.getByTestId('make-category').fill('Colour')
  await page.getByTestId('make-icon').click()
  await page.getByRole('button', { name: 'flame' }).click()
  await page.keyboard.press('Escape')
  const hidden = page.getByRole('list', { name: 'Not shown' }).getByRole('switch')
  await hidden.first().click()
  await expect(page.locator('[data-testid^="make-param-"]')).toHaveCount(1)
  expect(await axeProblems(page, '[role=dialog]')).toEqual([])
  const least = dialog.getByLabel(/: least$/)
  const first = await least.inputValue()
  await least.fill('-1e9')
  await page.getByTestId('make-install').click()
  await expect(page.getByTestId('make-failure')).toContainText('can go no further')
  await least.fill(first)
  await page.getByTestId('make-install').click()
  await expect(page.getByTestId('made-plugin')).toContainText('Glow 1.0.0 is installed', {
    timeout: 30_000,
  })

  await page.getByTestId('make-export').click()
  await expect(page.getByTestId('write-package-name')).toHaveValue('glow-1.0.0')
  await page.getByTestId('write-package-certify').click()
  await page.getByTestId('write-package-confirm').click()
  await expect(page.getByTestId('write-package-dialog')).toBeHidden({ timeout: 30_000 })
  const written = readdirSync(session.home, { recursive: true, encoding: 'utf8' })
  expect(written.some(path => path.endsWith('glow-1.0.0.tgz'))).toBe(true)

  await workspace.quickAdd('Glow', 'glow/node', { x: 360, y: 330 })
  const own = workspace.device('Glow')
  await own.click({ position: { x: 60, y: 12 } })
  await workspace.choose('nodes.edit-as-graph')
  await expect(page.getByTestId('breadcrumbs')).toContainText('Glow')
  await workspace.choose('nodes.make-plugin')
  await expect(page.getByTestId('make-description')).toHaveValue('Glows softly.')
  await expect(page.getByTestId('make-id')).toBeDisabled()
  await page.getByTestId('make-install').click()
  await expect(page.getByTestId('made-plugin')).toContainText('Glow 1.1.0 is installed', {
    timeout: 30_000,
  })

  // There is no registry yet that it could go to: a folder becomes one.
  const shelf = join(session.home, 'shelf')
  mkdirSync(shelf)
  await page.getByTestId('make-publish').click()
  await page.getByTestId('publish-no-registry').getByRole('button').click()
  const market = new Marketplace(page)
  await market.nameRegistry('shelf', shelf)
  await expect(market.registry('shelf')).toBeVisible()
  await page.keyboard.press('Escape')
  await workspace.quickAdd('Glow', 'glow/node', { x: 360, y: 430 })
  await workspace.choose('nodes.publish')
  const publishing = page.getByTestId('publish-dialog')
  await expect(publishing).toContainText('A key will be made for you')
  await expect(page.getByTestId('publish-version')).toContainText('1.1.0: as it is here')
  await page.getByTestId('publish-notes').fill('It glows.')
  await page.getByTestId('publish-certify').click()
  expect(await axeProblems(page, '[role=dialog]')).toEqual([])
  await page.getByTestId('publish-send').click()
  await expect(page.getByTestId('published')).toContainText('Glow 1.1.0 is in shelf', {
    timeout: 30_000,
  })
  expect(readdirSync(shelf)).toContain('glow-1.1.0.tgz')

  // As anybody finds it who adds that folder.
  await page.getByTestId('publish-show').click()
  const { detail } = market
  await expect(detail).toContainText('It glows.')
  await detail.getByTestId('market-uninstall').click()
  await detail.getByTestId('market-install').click()
  await expect(detail.getByTestId('market-add')).toBeVisible()
  await detail.getByTestId('market-add').click()
  const taken = workspace.device('Glow').last()
  await taken.click({ position: { x: 60, y: 12 } })
  await workspace.choose('nodes.edit-as-graph')
  await expect(page.getByTestId('breadcrumbs')).toContainText('Glow')
})

test('M-06 S1-36 a script is written in the app, errors at their lines, and what is right sounds at once; nodes become one, and nodes again', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.choose('tools.new-script')
  await page.getByTestId('new-script-name').fill('Half it')
  await page.getByTestId('new-script-make').click()
  const dialog = page.getByTestId('code-dialog')
  const code = dialog.getByRole('textbox', { name: 'main.ts' })
  await expect(code).toContainText('levelReader', { timeout: 30_000 })
  expect(await axeProblems(page, '[role=dialog]')).toEqual([])
  // What is offered after a dot is what plugin.json has; a word of the SDK comes with its import.
  const offers = dialog.locator('.cm-tooltip-autocomplete')
  const take = async (word: string) => {
    await expect(offers.locator('[aria-selected]')).toContainText(word, { timeout: 30_000 })
    // A list that has just come takes no key: it might have been meant for the text.
    await page.waitForTimeout(200)
    await code.press('Enter')
  }
  const line = (text: string) => dialog.locator('.cm-line', { hasText: text }).first()
  await line('process(').click()
  await code.press('End')
  await code.pressSequentially('\nvoid params.')
  await take('gain')
  await code.press('Control+End')
  await code.pressSequentially('\nbeatsTo')
  await take('@wireharp/sdk')
  await expect(line('import {')).toContainText('beatsToSeconds')
  // A wrong call is underlined and says why, in the compiler’s words; mended, it is as if nothing had been.
  await code.pressSequentially("('fast')")
  const wrong = dialog.locator('.cm-lintRange-error')
  const problems = page.getByTestId('code-problems')
  await expect(problems).toContainText('Expected 2 arguments, but got 1', { timeout: 30_000 })
  await wrong.first().hover()
  await expect(dialog.locator('.cm-tooltip .cm-diagnostic')).toContainText('Expected 2 arguments')
  await expect(dialog.locator('.cm-type')).toContainText('function beatsToSeconds(')
  for (let letters = "'fast')".length; letters > 0; letters--) await code.press('Backspace')
  await code.pressSequentially('1, 120)')
  await expect(wrong).toHaveCount(0, { timeout: 30_000 })
  await expect(page.getByTestId('code-state')).toContainText('It runs.', { timeout: 30_000 })
  await code.pressSequentially('\nconst = 3')
  await expect(page.getByTestId('code-problems')).toContainText('main.ts:', { timeout: 30_000 })
  await expect(dialog.locator('.cm-lint-marker-error')).toBeVisible()
  await page.getByTestId('code-problems').getByRole('button').first().click()
  await code.press('Control+a')
  await code.pressSequentially(
    "import { definePlugin, effect } from '@wireharp/sdk'\nimport manifest from './plugin.json'\nexport default definePlugin(manifest, { nodes: { 'half-it': effect(() => ({ process() { throw new Error('no luck') } })) } })",
    { delay: 0 },
  )
  await expect(page.getByTestId('code-problems')).toContainText('no luck', { timeout: 30_000 })
  await page.getByTestId('code-done').click()
  await expect(workspace.device('Half it')).toBeVisible()

  const { effect } = await workspace.chain()
  await effect.click({ position: { x: 60, y: 12 } })
  await workspace.choose('nodes.to-script')
  const script = workspace.device('My plugin')
  await expect(script).toBeVisible({ timeout: 30_000 })
  await expect(workspace.cables).toHaveCount(2)
  await expect(workspace.device('Gain')).toBeHidden()
  // What is written for somebody is as right as what they write.
  await script.click({ position: { x: 60, y: 12 } })
  await workspace.choose('nodes.edit-code')
  await expect(dialog.getByRole('textbox', { name: 'main.ts' })).toContainText('made of nodes')
  await page.waitForTimeout(1500)
  await expect(problems).toBeHidden()
  await page.getByTestId('code-done').click()
  await script.click({ position: { x: 60, y: 12 } })
  await workspace.choose('nodes.edit-as-graph')
  await expect(page.getByTestId('breadcrumbs')).toContainText('My plugin')
  await expect(workspace.device('Gain')).toBeVisible()
})

test('M-07 a Faust program that is dropped, or put among the plugins, becomes a node; one that is wrong names its line', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const good = join(session.home, 'glide.dsp')
  writeFileSync(good, 'process = _ * hslider("level", 0.5, 0, 1, 0.01);\n')
  await workspace.dropFile(good, { x: 300, y: 200 })
  const node = workspace.device('glide')
  await expect(node).toBeVisible({ timeout: 30_000 })
  await expect(node.locator('[role="slider"]')).toHaveCount(1)
  const bad = join(session.home, 'wrong.dsp')
  writeFileSync(bad, 'x = 1;\nprocess = nothing;\n')
  await workspace.dropFile(bad, { x: 500, y: 300 })
  await expect(page.getByText('wrong.dsp:2')).toBeVisible({ timeout: 30_000 })
  // Among the plugins it is one as soon as it is saved.
  writeFileSync(join(session.home, 'data/plugins/halve.dsp'), 'process = _ * 0.5;\n')
  const made = join(session.home, 'data/plugins/halve/current')
  await expect.poll(() => existsSync(made), { timeout: 60_000 }).toBe(true)
  await workspace.quickAdd('halve', 'halve/halve', { x: 300, y: 400 })
  await expect(workspace.device('halve')).toBeVisible()
})
