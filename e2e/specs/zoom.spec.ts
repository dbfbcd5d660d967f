import type { Locator } from '@playwright/test'
import { boxOf, centerOf } from '../pages/boxes'
import { unreachable } from '../pages/reach'
import { expect, test } from '../pages/session'
import type { Workspace } from '../pages/workspace'

/** A window of 1280 × 800 at a zoom of 200 %, and one of 1440 × 900. */
const sizes = [
  { width: 640, height: 400 },
  { width: 720, height: 450 },
] as const

/** The screens that are gone through, with how each is reached and left. */
const screens: readonly (readonly [string, (workspace: Workspace) => Promise<void>])[] = [
  ['the main screen', async () => {}],
  ...(['browser', 'outline', 'library', 'inspector', 'history'] as const).map(tab => {
    return [
      tab,
      (workspace: Workspace) => workspace.page.getByTestId(`tab-${tab}`).click(),
    ] as const
  }),
  ...(['timeline', 'notes', 'keyboard', 'record', 'midi', 'scopes', 'jobs'] as const).map(tab => {
    return [
      tab,
      (workspace: Workspace) => workspace.page.getByTestId(`dock-${tab}`).click(),
    ] as const
  }),
]

test.setTimeout(180_000)

for (const size of sizes) {
  test(`E-17 at a zoom of 200 % every control is reached, in a window of ${size.width} × ${size.height}`, async ({
    workspace,
  }) => {
    const { page } = workspace
    // What a panel that opens covers for a moment, while the rest gives way, is no fault.
    const allReached = (what: string, within?: string) =>
      expect.poll(() => unreachable(page, within), { message: what, timeout: 5000 }).toEqual([])
    const { effect } = await workspace.chain()
    await effect.click({ position: { x: 60, y: 12 } })
    await page.setViewportSize(size)
    await expect(page.getByTestId('project-title')).toBeInViewport({ ratio: 1 })
    for (const [name, show] of screens) {
      await show(workspace)
      await allReached(name)
    }
    await page.getByTestId('dock-toggle').click()

    await page.keyboard.press('Control+Shift+X')
    await expect(page.getByTestId('marketplace')).toBeVisible()
    for (const place of ['browse', 'updates', 'settings']) {
      await page.getByTestId(`market-${place}`).click()
      await allReached(place, '[data-testid="marketplace"]')
    }
    await page.getByTestId('market-browse').click()
    await page.getByTestId('market-search').click()
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('marketplace')).toBeHidden()

    for (const [keys, dialog] of [
      ['Control+e', 'export-dialog'],
      ['Control+o', 'open-dialog'],
      ['Control+Shift+s', 'save-as-dialog'],
      ['Control+k', 'palette'],
      ['Shift+?', 'shortcuts-dialog'],
    ] as const) {
      await page.keyboard.press(keys)
      await expect(page.getByTestId(dialog)).toBeVisible()
      await allReached(dialog, '#floats')
      await page.keyboard.press('Escape')
      await expect(page.getByTestId(dialog)).toBeHidden()
    }
    for (const command of [
      'tools.plugins',
      'tools.permissions',
      'tools.models',
      'tools.ai-services',
    ]) {
      await workspace.choose(command)
      await expect(page.getByRole('dialog')).toBeVisible()
      await allReached(command, '#floats')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    await page.getByTestId('menu').click()
    await allReached('the menu', '#floats')
    await page.keyboard.press('Escape')
    // Its title, however small the graph is shown.
    const { width, height } = await boxOf(workspace.node('Gain'))
    await workspace.node('Gain').click({ position: { x: width / 6, y: height / 20 } })
    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog')).toBeVisible()
    await allReached('what there is to read', '#floats')
    await page.keyboard.press('Escape')
    await page.getByTestId('tab-inspector').click()
    await page.getByTestId('preset-name').click()
    await expect(page.getByTestId('presets')).toBeVisible()
    await allReached('presets', '#floats')
    await page.keyboard.press('Escape')
    await page.getByTestId('add-node').click()
    await expect(page.getByTestId('quick-add')).toBeVisible()
    await allReached('quick-add', '[data-testid="quick-add"]')
    await page.keyboard.press('Escape')
    await workspace.choose('help.tour')
    for (let left = 10; await page.getByTestId('tour-next').isVisible(); left--) {
      await allReached(`tour ${10 - left}`, '[data-testid="tour"]')
      await page.getByTestId('tour-next').click()
    }
    await page.getByTestId('tour-skip').click()
    await page.keyboard.press('F11')
    await expect(page.getByTestId('performer')).toBeVisible()
    await allReached('the performer view')
    await page.keyboard.press('Escape')
  })
}

/** Nothing moves it any more. */
async function atRest(node: Locator): Promise<void> {
  let before = ''
  await expect
    .poll(async () => before === (before = JSON.stringify(await boxOf(node))), {
      intervals: [100],
    })
    .toBe(true)
}

test('E-01 a graph that is shown whole stays so in a window of any size, and a view of one’s own keeps its middle', async ({
  workspace,
}) => {
  const { page } = workspace
  const { source, effect } = await workspace.chain()
  const [wide, narrow] = [page.viewportSize(), sizes[0]]
  if (wide === null) throw new Error('The page has no size')
  await page.getByRole('button', { name: 'Fit to view' }).click()
  await atRest(effect)
  const whole = await boxOf(effect)

  await page.setViewportSize(narrow)
  await expect.poll(async () => (await boxOf(effect)).width).toBeLessThan(whole.width / 2)
  for (const node of [source, effect, workspace.device('Output')]) {
    await expect(node).toBeInViewport({ ratio: 0.99 })
  }
  const toolbar = page.getByRole('toolbar', { name: 'Canvas' })
  expect((await boxOf(toolbar)).height, 'the tools take one row').toBeLessThan(40)
  await page.setViewportSize(wide)
  await expect.poll(() => boxOf(effect)).toEqual(whole)

  // Moved by hand, it is left as large as it is.
  const middle = await centerOf(workspace.canvas)
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.wheel(60, 20)
  await expect.poll(async () => (await boxOf(effect)).x).toBeLessThan(whole.x)
  await atRest(effect)
  const moved = await boxOf(effect)
  await page.setViewportSize({ width: wide.width - 200, height: wide.height - 100 })
  await expect.poll(() => boxOf(effect)).toEqual({ ...moved, x: moved.x - 100, y: moved.y - 50 })
  await page.setViewportSize(wide)
  await expect.poll(() => boxOf(effect)).toEqual(moved)
})

test('E-17 the master meter is drawn anew when the window gets another size, though nothing sounds', async ({
  workspace: { page },
}) => {
  const canvas = page.getByTestId('master-meter').locator('canvas')
  const painted = () =>
    canvas.evaluate((element: HTMLCanvasElement) => element.width / element.clientWidth)
  const [wide, narrow] = [page.viewportSize(), sizes[1]]
  await expect.poll(painted).toBe(1)
  await page.setViewportSize(narrow)
  await expect.poll(painted).toBe(1)
  if (wide !== null) await page.setViewportSize(wide)
  await expect.poll(painted).toBe(1)
})
