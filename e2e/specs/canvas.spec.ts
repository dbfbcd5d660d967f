import type { Page } from '@playwright/test'
import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'
import { boxOf, centerOf, type Workspace } from '../pages/workspace'

/** Nodes in a grid, pasted as text: as many as a test needs, at once. */
async function pasteGrid({ page }: Workspace, count: number): Promise<void> {
  await page.locator('.react-flow').focus()
  await page.evaluate(many => {
    const nodes = Array.from({ length: many }, (_value, index) => ({
      id: `n${index}`,
      type: index % 4 === 0 ? 'oscillator/oscillator' : 'gain/gain',
      position: { x: (index % 20) * 256, y: Math.floor(index / 20) * 192 },
      params: {},
    }))
    const cables = nodes.flatMap(({ id }, index) =>
      index % 4 === 0
        ? []
        : [
            {
              id: `c${index}`,
              from: { node: `n${index - 1}`, port: 'out' },
              to: { node: id, port: 'in' },
            },
          ],
    )
    const clipboardData = new DataTransfer()
    clipboardData.setData(
      'text/plain',
      JSON.stringify({ wireharp: 'graph', version: 1, nodes, cables }),
    )
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  }, count)
  await expect(page.getByTestId('announcement')).toContainText(/Paste|selected/)
}

function renders(page: Page): Promise<number> {
  return page.evaluate(() => {
    const told: unknown = window.wireharp?.debug()
    return typeof told === 'object' && told !== null && 'nodeRenders' in told
      ? Number(told.nodeRenders)
      : Number.NaN
  })
}

test('E-16 of many nodes those on the screen are elements; a knob renders one, sound none', async ({
  workspace,
}) => {
  const { page } = workspace
  await pasteGrid(workspace, 400)
  await page.keyboard.press('f')
  // A crowd is painted.
  await expect(workspace.nodeElements).toHaveCount(0)
  await page.keyboard.press('0')
  await expect.poll(() => workspace.nodeElements.count()).toBeGreaterThan(4)
  await expect.poll(() => workspace.nodeElements.count()).toBeLessThan(80)
  await page.waitForTimeout(500)

  const knob = page.locator('.react-flow__node [role="slider"]').first()
  await knob.focus()
  await page.waitForTimeout(200)
  const before = await renders(page)
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowUp')
  await page.waitForTimeout(200)
  const turned = (await renders(page)) - before
  expect(turned).toBeGreaterThan(0)
  expect(turned).toBeLessThanOrEqual(5)

  await workspace.settled()
  await workspace.play()
  await page.waitForTimeout(300)
  const playing = await renders(page)
  await page.waitForTimeout(1000)
  expect((await renders(page)) - playing).toBe(0)
  await workspace.stop()
})

test('E-16 what is only painted is pressed, moved and found like any node', async ({
  workspace,
}) => {
  const { page } = workspace
  await pasteGrid(workspace, 400)
  await page.keyboard.press('Escape')
  await page.keyboard.press('f')
  await expect(workspace.nodeElements).toHaveCount(0)
  const pane = await boxOf(page.locator('.react-flow__pane'))
  // A rectangle around all of it.
  await workspace.drag(
    { x: pane.x + 4, y: pane.y + 4 },
    { x: pane.x + pane.width - 8, y: pane.y + pane.height - 60 },
  )
  await expect(page.getByTestId('announcement')).toContainText(/\d{3} selected/)
  await page.keyboard.press('Shift+l')
  await expect(page.getByTestId('announcement')).toContainText(/Arrange \d+ nodes/, {
    timeout: 20_000,
  })
  await workspace.settled()
  await page.keyboard.press('Control+z')
  await workspace.settled()
})

test('E-01 arranging is one step; the overview and the keys show any part', async ({
  workspace,
}) => {
  const { page } = workspace
  const { source, effect, output } = await workspace.chain()
  await workspace.dragNode(effect, { x: -200, y: 260 })
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } })
  await page.keyboard.press('Shift+l')
  await expect(page.getByTestId('announcement')).toHaveText('Arrange 3 nodes')
  await expect
    .poll(async () => {
      const [a, b, c] = [await boxOf(source), await boxOf(effect), await boxOf(output)]
      return a.x + a.width < b.x && b.x + b.width < c.x
    })
    .toBe(true)
  const gap = async () => {
    const [out, into] = [workspace.port(source, 'out'), workspace.port(output, 'in')]
    return Math.abs((await centerOf(out)).y - (await centerOf(into)).y)
  }
  await expect.poll(gap).toBeLessThan(10)
  expect((await workspace.history())[0]).toContain('Arrange 3 nodes')

  const zoom = page.getByRole('button', { name: /^Zoom .* reset/ })
  await effect.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Shift+f')
  await expect(zoom).toHaveText('150 %')
  await page.keyboard.press('0')
  await expect(zoom).toHaveText('100 %')
  await page.keyboard.press('-')
  await expect(zoom).toHaveText('80 %')

  const before = await boxOf(effect)
  const overview = await boxOf(page.getByTestId('minimap'))
  await page.mouse.click(overview.x + 20, overview.y + 20)
  await expect.poll(async () => (await boxOf(effect)).x).not.toBe(before.x)
})

test('E-01 nodes that are added by keys lie on no others', async ({ workspace }) => {
  const { page } = workspace
  await page.locator('.react-flow').focus()
  for (const name of ['oscillator', 'reverb', 'delay', 'gain']) {
    await page.keyboard.press('Tab')
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('quick-add')).toBeHidden()
    await page.locator('.react-flow').focus()
  }
  await expect(workspace.nodeElements).toHaveCount(5)
  const nodes = await workspace.nodeElements.all()
  const boxes = await Promise.all(nodes.map(node => boxOf(node)))
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const apart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y
      expect(apart).toBe(true)
    }
  }
})

test('E-07 mute, solo, collapse, colour and replace, by keys and menu', async ({ workspace }) => {
  const { page } = workspace
  const { source, effect } = await workspace.chain()
  const spare = await workspace.add('noise/noise', { x: 60, y: 320 })
  await workspace.wire(
    workspace.port(spare, 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)

  await source.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('s')
  await expect(spare.locator('article')).toHaveClass(/device-silent/)
  await expect(effect.locator('article')).not.toHaveClass(/device-silent/)
  await page.keyboard.press('m')
  await expect(source.getByRole('button', { name: /^Muted/ })).toBeVisible()
  await expect.poll(() => workspace.peak(), { timeout: 10_000 }).toBeLessThan(-100)
  await source.getByRole('button', { name: /^Solo/ }).click()
  await source.getByRole('button', { name: /^Muted/ }).click()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  await workspace.stop()

  await effect.click({ position: { x: 60, y: 12 } })
  const open = await boxOf(effect)
  await page.keyboard.press('Shift+c')
  await expect.poll(async () => (await boxOf(effect)).height).toBeLessThan(open.height / 2)
  await expect(workspace.cables).toHaveCount(3)
  await page.keyboard.press('Shift+c')
  await expect.poll(async () => (await boxOf(effect)).height).toBe(open.height)

  // What is most like it is offered first.
  await source.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Shift+r')
  await expect(page.getByTestId(/^quick-add-.*\//).first()).toContainText('Sources')
  await page.keyboard.press('Escape')
  await effect.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Shift+r')
  await page.getByTestId('quick-add-search').fill('drive')
  await page.getByTestId('quick-add-drive/drive').click()
  await expect(workspace.device('Drive')).toBeVisible()
  await expect(workspace.cables).toHaveCount(3)
  expect((await workspace.history())[0]).toContain('Replace with Drive')
})

test('E-07 comments are written, coloured, moved and drawn around nodes', async ({ workspace }) => {
  const { page } = workspace
  const { source } = await workspace.chain()
  await source.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('n')
  await expect(page.getByTestId(/^comment-text-/)).toBeFocused()
  await page.keyboard.type('The source')
  await page.keyboard.press('Control+Enter')
  const comment = page.getByRole('region', { name: 'Comment: The source' })
  await expect(comment).toBeVisible()
  const [around, within] = [await boxOf(comment), await boxOf(source)]
  expect(around.x).toBeLessThan(within.x)
  expect(around.y + around.height).toBeGreaterThan(within.y + within.height)

  const corner = await centerOf(page.getByTestId(/^comment-corner-/))
  await workspace.drag(corner, { x: corner.x + 64, y: corner.y + 40 })
  await expect.poll(async () => (await boxOf(comment)).width).toBeGreaterThan(around.width + 30)
  await workspace.drag(
    { x: around.x + 12, y: around.y + 12 },
    { x: around.x + 12, y: around.y + 132 },
  )
  await expect.poll(async () => (await boxOf(comment)).y).toBeGreaterThan(around.y + 100)
  await page.keyboard.press('Delete')
  await expect(comment).toBeHidden()
  await expect(source).toBeVisible()
})

test('E-17 from node to node by keys, said aloud; the outline goes along', async ({
  workspace,
}) => {
  const { page } = workspace
  const { source, effect } = await workspace.chain()
  await source.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Control+ArrowRight')
  await expect(effect).toHaveClass(/selected/)
  await expect(effect).toBeFocused()
  await expect(page.getByTestId('announcement')).toHaveText(
    'Gain, effect. from Oscillator; to Output.',
  )
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(source).toHaveClass(/selected/)

  await page.keyboard.press('Shift+o')
  const tree = page.getByRole('tree', { name: 'Outline of the graph' })
  await expect(tree).toBeFocused()
  await expect(page.getByRole('treeitem', { name: /^Oscillator/ })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('treeitem', { name: /Out → Gain, In/ })).toBeVisible()
  // The last row is that of the node furthest to the right.
  await page.keyboard.press('End')
  await expect(page.getByRole('treeitem').last()).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(1)
  await expect(source).not.toHaveClass(/selected/)
  for (const theme of ['dark', 'light']) {
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    expect(await axeProblems(page, '[data-area="outline"]')).toEqual([])
    await workspace.choose('view.theme')
  }
})
