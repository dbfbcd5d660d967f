import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'

test('E-17 a patch is built, wired, heard, rewired and deleted without a mouse', async ({
  workspace,
}) => {
  const { page } = workspace
  await page.locator('.react-flow').focus()
  const add = async (name: string) => {
    await page.keyboard.press('Tab')
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('quick-add')).toBeHidden()
  }
  const list = page.getByTestId('patch-list')
  await add('oscillator')
  await expect(workspace.device('Oscillator')).toHaveClass(/selected/)
  await page.keyboard.press('c')
  await expect(list).toContainText('Out → Output, In')
  await page.keyboard.press('Enter')
  await expect(list).toBeHidden()
  await expect(workspace.cables).toHaveCount(1)
  // The keys go to the node again.
  await expect(workspace.device('Oscillator')).toBeFocused()

  await page.locator('.react-flow').focus()
  await add('filter')
  await expect(workspace.device('Filter')).toHaveClass(/selected/)
  for (const [other, cables] of [
    ['output', 2],
    ['oscillator', 3],
  ] as const) {
    await page.keyboard.press('c')
    await expect(list).toBeVisible()
    await page.keyboard.type(other)
    await page.keyboard.press('Enter')
    await expect(list).toBeHidden()
    await expect(workspace.cables).toHaveCount(cables)
  }

  await page.keyboard.press('c')
  await expect(page.getByTestId('patch-disconnect')).toHaveCount(2)
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(workspace.cables).toHaveCount(2)
  await page.keyboard.press('Control+z')
  await expect(workspace.cables).toHaveCount(3)

  await page.keyboard.press('Space')
  await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  await page.keyboard.press('Space')
  await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'false')
})

test('E-17 Tab goes from the bar through the browser to the nodes and on to the details', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.add('gain/gain', { x: 100, y: 100 })
  await page.keyboard.press('Escape')
  await page.getByTestId('menu').focus()
  const places: string[] = []
  for (let step = 0; step < 70; step++) {
    await page.keyboard.press('Tab')
    const place = await page.evaluate(() => {
      const within = (selector: string) => document.activeElement?.closest(selector) !== null
      if (within('header.shrink-0')) return 'bar'
      if (within('section[aria-label="Browser"]')) return 'browser'
      if (within('.react-flow__node')) return 'node'
      if (within('main')) return 'canvas'
      return within('aside[aria-label="Details"]') ? 'details' : 'elsewhere'
    })
    if (places.at(-1) !== place) places.push(place)
    if (place === 'details') break
  }
  expect(places.join(' ')).toMatch(
    /^bar (elsewhere )?browser (elsewhere )?(canvas )?node canvas (elsewhere )?details$/,
  )
})

test('E-17 axe finds nothing on the main screen and in quick-add, in both themes', async ({
  workspace,
}) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  for (const theme of ['dark', 'light']) {
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await effect.click({ position: { x: 60, y: 12 } })
    await page.getByTestId('tab-inspector').click()
    expect(await axeProblems(page)).toEqual([])
    await page.getByTestId('tab-history').click()
    expect(await axeProblems(page, 'aside')).toEqual([])
    await page.getByTestId('add-node').click()
    await expect(page.getByTestId('quick-add')).toBeVisible()
    expect(await axeProblems(page, '[data-testid="quick-add"]')).toEqual([])
    await page.keyboard.press('Escape')
    await effect.click({ position: { x: 60, y: 12 } })
    await page.keyboard.press('c')
    await expect(page.getByTestId('patch-list')).toBeVisible()
    expect(await axeProblems(page, '[data-testid="patch-list"]')).toEqual([])
    await page.keyboard.press('Escape')
    await workspace.choose('view.theme')
  }
})

test('E-17 axe finds nothing in the dialogs and menus, in both themes', async ({ workspace }) => {
  const { page } = workspace
  await workspace.chain()
  for (const theme of ['dark', 'light']) {
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const [keys, dialog] of [
      ['Control+o', 'open-dialog'],
      ['Control+Shift+s', 'save-as-dialog'],
      ['Control+e', 'export-dialog'],
      ['Shift+?', 'shortcuts-dialog'],
    ] as const) {
      await page.keyboard.press(keys)
      await expect(page.getByTestId(dialog)).toBeVisible()
      expect(await axeProblems(page, '#floats')).toEqual([])
      await page.keyboard.press('Escape')
      await expect(page.getByTestId(dialog)).toBeHidden()
    }
    await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 300, y: 500 } })
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await axeProblems(page, '#floats')).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByTestId('menu').click()
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await axeProblems(page)).toEqual([])
    await workspace.chooseFromOpenMenu('view.theme')
  }
})

test('E-17 a tip comes with the focus and with the pointer, describes its control, and Escape takes it away', async ({
  workspace,
}) => {
  const { page } = workspace
  const loop = page.getByTestId('dock-toggle')
  const tip = page.getByRole('tooltip')
  await page.getByTestId('dock-jobs').focus()
  await page.keyboard.press('Tab')
  await expect(loop).toBeFocused()
  await expect(tip).toHaveText('Open the bottom panel')
  await expect(loop).toHaveAccessibleDescription('Open the bottom panel')
  await page.keyboard.press('Escape')
  await expect(tip).toHaveCount(0)
  await expect(loop).toBeFocused()
  await page.getByTestId('add-node').hover()
  await expect(tip).toContainText('Add a node')
  // What it says changes with what it is about, and a press ends it.
  await page.getByTestId('play').hover()
  await expect(tip).toContainText('Play')
  await page.mouse.down()
  await expect(tip).toHaveCount(0)
  await page.mouse.up()
  await workspace.stop()
})

test('E-17 Tab goes round in a dialog, and what is behind it is not reached', async ({
  workspace,
}) => {
  const { page } = workspace
  for (const [keys, dialog] of [
    ['Control+e', 'export-dialog'],
    ['Control+k', 'palette'],
  ] as const) {
    await page.keyboard.press(keys)
    const inside = page.getByTestId(dialog)
    await expect(inside).toBeVisible()
    await expect(inside.locator(':focus'), `${dialog} ${keys}`).toHaveCount(1)
    for (const tab of ['Tab', 'Shift+Tab']) {
      for (let step = 0; step < 14; step++) {
        await page.keyboard.press(tab)
        await expect(inside.locator(':focus'), `${tab} ${step}`).toHaveCount(1)
      }
    }
    // Something behind it that takes the focus by itself does not keep it.
    await page.getByTestId('project-title').evaluate(field => field.focus())
    await expect(inside.locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(inside).toBeHidden()
  }
})

test('E-17 a tab that was clicked has no ring, one that was reached by keys has', async ({
  workspace,
}) => {
  const { page } = workspace
  const ring = (tab: string) =>
    page.getByTestId(tab).evaluate(element => getComputedStyle(element).outlineStyle)
  await page.keyboard.press('Escape')
  await page.getByTestId('tab-outline').click()
  await expect(page.getByTestId('tab-outline')).toBeFocused()
  expect(await ring('tab-outline')).toBe('none')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('tab-library')).toBeFocused()
  expect(await ring('tab-library')).toBe('solid')
})

test('E-19 F1 opens what there is to read about the selected node', async ({ workspace }) => {
  const { page } = workspace
  const gain = await workspace.add('gain/gain', { x: 100, y: 100 })
  await gain.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog', { name: 'Gain' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
