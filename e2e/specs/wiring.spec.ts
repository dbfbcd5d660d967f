import { boxOf, centerOf } from '../pages/workspace'
import { expect, test } from '../pages/session'

test('E-03 a wrong wire is refused while it is dragged, with the reason; cables have the colour of their kind', async ({
  workspace,
}) => {
  const { page } = workspace
  const lfo = await workspace.add('lfo/lfo', { x: 60, y: 60 })
  const amp = await workspace.add('amp/amp', { x: 400, y: 80 })
  const output = workspace.device('Output')
  await workspace.drag(
    await centerOf(workspace.port(lfo, 'out')),
    await centerOf(workspace.port(amp, 'in', 'in')),
    async () => {
      await expect(page.getByTestId('wire-refused')).toContainText('Control does not fit audio')
    },
  )
  await expect(page.getByTestId('wire-refused')).toBeHidden()
  await expect(workspace.cables).toHaveCount(0)

  await workspace.wire(workspace.port(lfo, 'out'), workspace.port(amp, 'in', 'gain'))
  await workspace.wire(workspace.port(amp, 'out'), workspace.port(output, 'in'))
  await expect(workspace.cables).toHaveCount(2)
  const colors = await workspace.cables
    .locator('.cable-core')
    .evaluateAll(paths => paths.map(path => getComputedStyle(path).stroke))
  expect(new Set(colors).size).toBe(2)

  await workspace.drag(
    await centerOf(workspace.port(amp, 'out')),
    await centerOf(workspace.port(output, 'in')),
    async () => {
      await expect(page.getByTestId('wire-refused')).toContainText('wired already')
    },
  )
  await expect(workspace.cables).toHaveCount(2)
})

test('E-03 a deleted effect leaves its chain wired; undo brings it back', async ({ workspace }) => {
  const { page } = workspace
  const { source, effect, output } = await workspace.chain()
  await effect.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Delete')
  await expect(effect).toBeHidden()
  await expect(workspace.cables).toHaveCount(1)
  await expect(workspace.port(source, 'out')).toHaveClass(/socket-wired/)
  await expect(workspace.port(output, 'in')).toHaveClass(/socket-wired/)
  await page.keyboard.press('Control+z')
  await expect(effect).toBeVisible()
  await expect(workspace.cables).toHaveCount(2)
})

test('E-03 a node that is dragged onto a cable is put into it', async ({ workspace }) => {
  await workspace.chain()
  const drive = await workspace.add('drive/drive', { x: 200, y: 460 })
  const box = await boxOf(drive)
  const at = await workspace.pointOn(workspace.cables.last())
  await workspace.dragNode(drive, { x: at.x - box.x - 60, y: at.y - box.y - 12 }, async () => {
    await expect(workspace.page.locator('.cable-halo')).toHaveCount(1)
  })
  await expect(workspace.cables).toHaveCount(3)
  await expect(workspace.port(drive, 'in')).toHaveClass(/socket-wired/)
  await expect(workspace.port(drive, 'out')).toHaveClass(/socket-wired/)
  expect((await workspace.history())[0]).toContain('Insert node')
  await workspace.undo()
  await expect(workspace.cables).toHaveCount(2)
})

test('E-03 a cable’s end is dragged to another port, or pulled off', async ({ workspace }) => {
  const { page } = workspace
  const { source, effect, output } = await workspace.chain()
  const other = await workspace.add('drive/drive', { x: 380, y: 320 })
  const box = await boxOf(workspace.canvas)
  const end = async () => {
    const { x, y } = await centerOf(workspace.port(effect, 'in'))
    return { x: x - 12, y }
  }

  await workspace.drag(await end(), await centerOf(workspace.port(other, 'in')))
  await expect(workspace.port(other, 'in')).toHaveClass(/socket-wired/)
  await expect(workspace.port(effect, 'in')).not.toHaveClass(/socket-wired/)
  await expect(workspace.cables).toHaveCount(2)

  await workspace.undo()
  await expect(workspace.port(effect, 'in')).toHaveClass(/socket-wired/)
  await expect(workspace.cables).toHaveCount(2)
  await workspace.drag(await end(), { x: box.x + 240, y: box.y + 560 })
  await expect(workspace.cables).toHaveCount(1)
  await expect(page.getByTestId('quick-add')).toBeHidden()
  await expect(workspace.port(source, 'out')).not.toHaveClass(/socket-wired/)
  await expect(workspace.port(output, 'in')).toHaveClass(/socket-wired/)
})

test('E-01 near the edge the view moves on while a cable is dragged, but a port there stays where it is', async ({
  workspace,
}) => {
  const { page } = workspace
  const canvas = await boxOf(workspace.canvas)
  const source = await workspace.add('oscillator/oscillator', { x: 60, y: 60 })
  const effect = await workspace.add('gain/gain', { x: canvas.width - 12, y: 60 })
  const edge = canvas.x + canvas.width
  const port = await centerOf(workspace.port(effect, 'in'))
  expect(port.x).toBeGreaterThan(edge - 20)
  const viewMoves = async (during: () => Promise<void>) => {
    const before = await centerOf(workspace.port(source, 'out'))
    await during()
    const after = await centerOf(workspace.port(source, 'out'))
    return before.x - after.x
  }
  const out = await centerOf(workspace.port(source, 'out'))
  await workspace.drag(out, port, async () => {
    expect(await viewMoves(() => page.waitForTimeout(500))).toBe(0)
  })
  await expect(workspace.cables).toHaveCount(1)

  await workspace.drag(out, { x: edge - 12, y: port.y + 200 }, async () => {
    expect(await viewMoves(() => page.waitForTimeout(500))).toBeGreaterThan(20)
  })
})

test('E-03 cables are selected by a click and deleted', async ({ workspace }) => {
  await workspace.chain()
  const at = await workspace.pointOn(workspace.cables.first())
  await workspace.page.mouse.click(at.x, at.y)
  await expect(workspace.page.locator('.cable-halo')).toHaveCount(1)
  await workspace.page.keyboard.press('Delete')
  await expect(workspace.cables).toHaveCount(1)
})

test('A-02 a loop of cables says that it costs a quantum, and plays', async ({ workspace }) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  const delay = await workspace.add('delay/delay', { x: 380, y: 320 })
  await workspace.wire(workspace.port(effect, 'out'), workspace.port(delay, 'in'))
  await expect(page.getByText('1 quantum')).toHaveCount(0)
  await workspace.wire(workspace.port(delay, 'out'), workspace.port(effect, 'in'))
  await expect(page.getByText('1 quantum')).toHaveCount(1)
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-60)
  await expect(page.getByTestId('engine-state')).toHaveText('Engine ready')
})
