import { test as base, type Page } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'
import { boxOf, Workspace } from '../pages/workspace'

test('E-19 S1-06 Ctrl-K finds commands, nodes to add and to go to, and what there is to read', async ({
  workspace,
}) => {
  const { page } = workspace
  const search = page.getByTestId('palette-search')
  await page.keyboard.press('Control+k')
  await search.fill('reverb')
  await expect(page.getByTestId('palette')).toContainText('Add Reverb')
  expect(await axeProblems(page, '#floats')).toEqual([])
  await page.keyboard.press('Enter')
  await expect(workspace.device('Reverb')).toBeVisible()

  // Jumping selects the node, though the canvas has moved on.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await search.fill('@output')
  await page.keyboard.press('Enter')
  await expect(workspace.device('Output')).toHaveClass(/selected/)

  await page.keyboard.press('Control+k')
  await search.fill('?delay')
  await page.keyboard.press('Enter')
  // S1-06: a plugin’s README is shown in the app.
  const docs = page.getByTestId('node-docs')
  await expect(docs).toContainText('Feedback')
  await expect(docs).toContainText('How it works')
  await page.keyboard.press('Escape')
  await expect(docs).toBeHidden()

  await page.keyboard.press('Control+k')
  await search.fill('light theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  // What was done last is on top the next time.
  await page.keyboard.press('Control+k')
  await expect(page.locator('[cmdk-item]').first()).toContainText('Light theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await search.waitFor({ state: 'hidden' })
})

test('E-19 a dialog appears where it stays', async ({ workspace }) => {
  const { page } = workspace
  const slow = await page.context().newCDPSession(page)
  await slow.send('Animation.enable')
  await slow.send('Animation.setPlaybackRate', { playbackRate: 0.02 })
  const { width } = page.viewportSize() ?? { width: 0 }
  for (const [keys, dialog] of [
    ['Control+k', 'palette'],
    ['Control+e', 'export-dialog'],
  ] as const) {
    await page.keyboard.press(keys)
    const box = await boxOf(page.getByTestId(dialog))
    expect(box.x + box.width / 2).toBeCloseTo(width / 2, -1)
    await page.keyboard.press('Escape')
    await expect(page.getByTestId(dialog)).toBeHidden()
  }
  await slow.detach()
})

test('E-19 the shortcut sheet is searched by name and by key', async ({ workspace }) => {
  const { page } = workspace
  await page.locator('.react-flow__pane').click({ position: { x: 300, y: 500 } })
  await page.keyboard.press('Shift+?')
  const sheet = page.getByTestId('shortcuts-dialog')
  await expect(sheet).toContainText('Command palette')
  await page.getByTestId('shortcuts-search').fill('duplic')
  // Of nodes, clips and notes.
  await expect(sheet.getByRole('listitem')).toHaveCount(3)
  await expect(sheet.getByRole('listitem').first()).toContainText('Duplicate')
  await page.getByTestId('shortcuts-search').fill('zzz')
  await expect(sheet).toContainText('No shortcut fits')
})

test('E-02 the browser groups by kind and tag, keeps favourites and recent nodes, and is worked by keys', async ({
  workspace,
}) => {
  const { page } = workspace
  const list = page.getByTestId('browser-list')
  await page.getByTestId('browser-group').click()
  await page.getByTestId('group-by-kind').click()
  await expect(page.getByTestId('browser-group-Effect')).toBeVisible()
  await page.getByTestId('browser-group').click()
  await page.getByTestId('group-by-category').click()

  // A closed group stays closed, and a search looks into it all the same.
  const group = list.getByRole('treeitem', { expanded: true }).first()
  const name = (await group.getAttribute('data-testid')) ?? ''
  await group.click()
  await expect(page.getByTestId(name)).toHaveAttribute('aria-expanded', 'false')
  await page.getByTestId('browser-search').fill('delay')
  await expect(page.getByTestId('browser-item-delay/delay')).toBeVisible()
  await page.getByTestId('browser-item-delay/delay').hover()
  await page.getByTestId('favourite-delay/delay').click()
  await page.getByTestId('browser-search').fill('')
  await page.getByTestId('shelf-favourites').click()
  await expect(list.getByRole('treeitem', { level: 2 })).toHaveCount(1)

  await list.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(workspace.device('Delay')).toBeVisible()
  await page.getByTestId('shelf-recent').click()
  await expect(list.getByRole('treeitem', { level: 2 }).first()).toHaveText('Delay')
  await page.getByTestId('shelf-own').click()
  // Others in this app may have made nodes of their own; none of the built-in ones is among them.
  await expect(list.getByRole('treeitem', { level: 2 }).filter({ hasText: /^Delay$/ })).toHaveCount(
    0,
  )
  expect(await axeProblems(page)).toEqual([])

  // Another page of the same user has them too, whatever its address.
  await expect.poll(() => favouritesKept(page)).toBe(true)
  await page.getByTestId('shelf-all').click()
  await page.getByTestId(name).click()
})

async function favouritesKept(page: Page): Promise<boolean> {
  await page.reload()
  await page.getByTestId('shelf-favourites').click()
  const item = page.getByTestId('browser-item-delay/delay')
  return item.waitFor({ timeout: 3000 }).then(
    () => true,
    () => false,
  )
}

base(
  'E-19 the first start shows a tour with the demo playing, and never again',
  async ({ page }) => {
    using home = makeHome({ newcomer: true })
    await using app = await startApp(home.path)
    const workspace = await Workspace.open(page, app.url)
    const tour = page.getByTestId('tour')
    await expect(tour).toContainText('Welcome')
    await page.getByTestId('tour-next').click()
    await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'true')
    await expect.poll(() => workspace.peak()).toBeGreaterThan(-50)
    for (let step = 0; step < 4; step++) {
      expect(await axeProblems(page, '#floats')).toEqual([])
      await page.getByTestId('tour-next').click()
    }
    await expect(tour).toContainText('Everything has a name')
    await page.getByTestId('tour-skip').click()
    await workspace.stop()
    // Kept by the shell: another page of it knows.
    await page.waitForTimeout(700)
    await page.reload()
    await expect(page.getByTestId('app')).toBeVisible()
    await expect(tour).toBeHidden()
    await workspace.choose('help.tour')
    await expect(tour).toContainText('Welcome')
    await page.keyboard.press('Escape')
    await expect(tour).toBeHidden()

    // A template opens as a project of its own, with a word on what it is.
    await workspace.choose('project.template.acid-line')
    await expect(workspace.title).toHaveValue('Acid line')
    await workspace.play()
    await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  },
)
