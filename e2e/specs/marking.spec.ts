import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'
import { centerOf } from '../pages/workspace'

test('E-21 E-07 the engine’s load, and a group with its level, mute, solo and colour from its menu', async ({
  workspace,
}) => {
  const { page } = workspace
  const { source, effect } = await workspace.chain()
  await expect(page.getByTestId('engine-load')).toHaveText('Load –')
  await effect.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Control+g')
  const group = page.locator('.device-group')
  await workspace.play()
  await expect(page.getByTestId('engine-load')).toHaveText(/Load \d+ %/)
  await page.getByTestId('health').click()
  await expect(page.getByTestId('health-details')).toContainText('of the time that a quantum lasts')
  await page.keyboard.press('Escape')

  const line = group.locator('header > span[aria-hidden] > span')
  const level = () =>
    line.evaluate(element => Number(/scaleX\((.*)\)/.exec(element.style.transform)?.[1] ?? 0))
  await expect.poll(level).toBeGreaterThan(0.3)
  const choose = async (id: string) => {
    await group.click({ position: { x: 60, y: 12 }, button: 'right' })
    await page.getByTestId(id).click()
  }
  await choose('nodes.mute')
  await expect(group).toHaveClass(/device-silent/)
  await expect.poll(() => workspace.peak()).toBe(-200)
  await page.getByTestId('group-mute').click()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  await choose('nodes.solo')
  await expect(page.getByTestId('group-solo')).toHaveAttribute('aria-pressed', 'true')
  await page.getByTestId('color-teal').click()
  await expect(page.getByTestId('color-teal')).toHaveAttribute('data-state', 'on')

  // The menu of a node fits into a small window.
  await page.setViewportSize({ width: 1280, height: 720 })
  await source.click({ position: { x: 60, y: 12 }, button: 'right' })
  const last = page.getByTestId('nodes.delete-apart')
  await expect(last).toBeInViewport({ ratio: 1 })
  await page.keyboard.press('Escape')
  await workspace.stop()
})

test('E-07 E-08 a comment has its words, colour and size in the inspector, an envelope its corners', async ({
  workspace,
}) => {
  const { page } = workspace
  await page.locator('.react-flow__pane').click({ position: { x: 60, y: 60 } })
  await page.keyboard.press('n')
  await expect(page.getByTestId(/^comment-text-/)).toBeFocused()
  await page.keyboard.type('Too loud')
  await page.keyboard.press('Control+Enter')
  const comment = page.getByTestId(/^comment-(?!text|corner|words|width|height|inspector)/)
  await page.getByTestId('comment-words').fill('Quieter <b>here</b>')
  await page.getByTestId('comment-words').blur()
  await expect(comment).toContainText('Quieter <b>here</b>')
  await page.getByTestId('comment-width').fill('320')
  await page.keyboard.press('Enter')
  await expect(comment).toHaveCSS('width', '320px')
  await page.getByTestId('color-red').click()
  expect(await axeProblems(page, '[data-testid=inspector]')).toEqual([])

  const node = await workspace.add('envelope/envelope', { x: 380, y: 220 })
  await node.click({ position: { x: 60, y: 12 } })
  const corner = page.getByTestId('envelope-corner-decay')
  const { x, y } = await centerOf(corner)
  await workspace.drag({ x, y }, { x: x + 20, y: y + 15 })
  await expect(page.getByTestId('value-sustain')).not.toHaveValue('70.0 %')
  await expect(page.getByTestId('value-decay')).not.toHaveValue('200 ms')
  await corner.focus()
  await page.keyboard.press('Home')
  await expect(page.getByTestId('value-sustain')).toHaveValue('0.00 %')
  await corner.dblclick()
  await expect(page.getByTestId('value-sustain')).toHaveValue('70.0 %')
  expect(await axeProblems(page, '[data-testid=inspector]')).toEqual([])
})

test('E-06 E-11 a cable of the edge goes with its port; the scopes show what is heard', async ({
  workspace,
}) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  await workspace.play()
  await page.getByTestId('dock-scopes').click()
  await expect(page.getByTestId('scope-master').getByRole('status')).toContainText(/Peak −\d/)
  await page.getByTestId('dock-toggle').click()
  await workspace.stop()
  await effect.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Enter')
  const rail = page.getByTestId(/^cable-~in/)
  await expect(rail).toHaveCount(1)
  await page.waitForTimeout(500)
  const at = await workspace.pointOn(rail)
  await page.mouse.click(at.x, at.y)
  await page.keyboard.press('Delete')
  await expect(rail).toHaveCount(0)
  await page.getByTestId('crumb-top').click()
  await expect(workspace.cables).toHaveCount(2)
})
