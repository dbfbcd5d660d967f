import { boxOf, centerOf } from '../pages/workspace'
import { expect, test } from '../pages/session'

test('E-02 a double-click searches for a node to add there; arrows and Enter choose it', async ({
  workspace,
}) => {
  const { page } = workspace
  await page.locator('.react-flow__pane').dblclick({ position: { x: 120, y: 400 } })
  const search = page.getByTestId('quick-add-search')
  await expect(search).toBeFocused()
  await search.fill('osc')
  await page.keyboard.press('Enter')
  await expect(workspace.device('Oscillator')).toBeVisible()
  await expect(page.getByTestId('quick-add')).toBeHidden()
  const canvas = await boxOf(workspace.canvas)
  const node = await boxOf(workspace.device('Oscillator'))
  expect(Math.abs(node.x - canvas.x - 120)).toBeLessThan(12)

  await page.locator('.react-flow__pane').click({ position: { x: 500, y: 500 } })
  await page.keyboard.press('Tab')
  await expect(search).toBeFocused()
  // As other instruments and other countries call them.
  for (const [words, type] of [
    ['vco', 'oscillator/oscillator'],
    ['VCF', 'filter/filter'],
    ['low pass', 'filter/filter'],
    ['highpass', 'filter/filter'],
    ['equalizer', 'eq/eq'],
    ['quantizer', 'quantiser/quantiser'],
    ['s&h', 'sample-hold/sample-hold'],
    ['HTTP', 'http-reading/value'],
  ] as const) {
    await search.fill(words)
    await expect(page.getByTestId(`quick-add-${type}`), words).toBeVisible()
  }
  await search.fill('nothing like it')
  await expect(page.getByTestId('quick-add')).toContainText('Nothing')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('quick-add')).toBeHidden()
  await expect(workspace.nodeElements).toHaveCount(2)
})

test('E-02 the browser finds by name and by tag, adds with Enter and takes nodes to the canvas', async ({
  workspace,
}) => {
  const { page } = workspace
  const search = page.getByTestId('browser-search')
  await search.fill('tremolo')
  await expect(page.getByTestId('browser-item-lfo/lfo')).toBeVisible()
  await expect(page.getByTestId('browser-item-oscillator/oscillator')).toBeHidden()
  await search.fill('filt')
  await search.press('Enter')
  await expect(workspace.device('Filter')).toBeVisible()

  await search.fill('noise')
  const item = page.getByTestId('browser-item-noise/noise')
  await item.dragTo(page.locator('.react-flow__pane'), { targetPosition: { x: 200, y: 460 } })
  await expect(workspace.device('Noise')).toBeVisible()
  const canvas = await boxOf(workspace.canvas)
  const noise = await boxOf(workspace.device('Noise'))
  expect(Math.abs(noise.x + 88 - canvas.x - 200)).toBeLessThan(24)
})

test('E-03 a node that is dragged out of the browser onto a cable is put into it', async ({
  workspace,
}) => {
  const { page } = workspace
  const { output } = await workspace.chain()
  const at = await workspace.pointOn(workspace.cables.last())
  const pane = await boxOf(page.locator('.react-flow__pane'))
  await page.getByTestId('browser-search').fill('drive')
  await page.getByTestId('browser-item-drive/drive').dragTo(page.locator('.react-flow__pane'), {
    targetPosition: { x: at.x - pane.x, y: at.y - pane.y },
  })
  await expect(workspace.device('Drive')).toBeVisible()
  await expect(workspace.cables).toHaveCount(3)
  await expect(workspace.port(output, 'in')).toHaveClass(/socket-wired/)
  await expect(workspace.port(workspace.device('Drive'), 'out')).toHaveClass(/socket-wired/)
})

test('E-03 a node is put into no cable that it does not fit: it lies where it was dropped', async ({
  workspace,
}) => {
  const { page } = workspace
  const lfo = await workspace.add('lfo/lfo', { x: 60, y: 60 })
  const amp = await workspace.add('amp/amp', { x: 420, y: 80 })
  await workspace.wire(workspace.port(lfo, 'out'), workspace.port(amp, 'in', 'gain'))
  const at = await workspace.pointOn(workspace.cables.first())
  await page.getByTestId('browser-search').fill('drive')
  await page.getByTestId('browser-item-drive/drive').hover()
  await page.mouse.down()
  await page.mouse.move(at.x - 40, at.y - 40, { steps: 4 })
  await page.mouse.move(at.x, at.y, { steps: 4 })
  await expect(page.locator('.cable-halo')).toHaveCount(0)
  await page.mouse.up()
  const drive = workspace.device('Drive')
  await expect(drive).toBeVisible()
  await expect(workspace.cables).toHaveCount(1)
  await expect(workspace.port(amp, 'in', 'gain')).toHaveClass(/socket-wired/)
  await expect(page.getByTestId('toast-failure')).toHaveCount(0)
  expect(Math.abs((await boxOf(drive)).x + 88 - at.x)).toBeLessThan(24)
})

test('E-02 a cable that is let go over empty canvas offers only what fits, and wires it', async ({
  workspace,
}) => {
  const { page } = workspace
  const lfo = await workspace.add('lfo/lfo', { x: 60, y: 420 })
  const canvas = await boxOf(workspace.canvas)
  await workspace.drag(await centerOf(workspace.port(lfo, 'out')), {
    x: canvas.x + 460,
    y: canvas.y + 460,
  })
  const offered = page.locator('[data-testid^="quick-add-"][cmdk-item]')
  await expect(offered.first()).toBeVisible()
  await expect(offered.filter({ hasText: 'Gain' })).toHaveCount(0)
  await page.keyboard.type('amp')
  await expect(offered.first()).toContainText('Amp')
  await page.keyboard.press('Enter')
  await expect(workspace.device('Amp')).toBeVisible()
  await expect(workspace.cables).toHaveCount(1)
  await expect(workspace.port(workspace.device('Amp'), 'in', 'gain')).toHaveClass(/socket-wired/)
})
