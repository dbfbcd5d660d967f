import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'

test('E-06 nodes are grouped, opened, left, shown by knob and port, saved as a node and unpacked', async ({
  workspace,
}) => {
  const { page } = workspace
  const { source, effect } = await workspace.chain()
  const cables = await workspace.cables.count()
  await effect.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Control+g')
  const group = page.locator('.device-group')
  await expect(group).toBeVisible()
  await expect(effect).toBeHidden()
  await expect(workspace.cables).toHaveCount(cables)

  // In by Enter, out by Escape; in by a double click, out by the breadcrumbs.
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('breadcrumbs')).toContainText('Group 1')
  await expect(effect).toBeVisible()
  await expect(source).toBeHidden()
  await expect(page.getByTestId('rail-inputs')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(source).toBeVisible()
  await group.dblclick({ position: { x: 60, y: 12 } })
  await expect(effect).toBeVisible()

  // What is added lies inside; a knob of what lies inside is shown on the group.
  await page.waitForTimeout(500)
  const inner = await workspace.add('gain/gain', { x: 360, y: 90 })
  await inner.locator('[role="slider"]').first().click({ button: 'right' })
  await page.getByText('Show on “Group 1”').click()
  // With nothing selected, the card of the open group is there.
  await page.locator('.react-flow__pane').click({ position: { x: 360, y: 40 } })
  await page.getByTestId('group-name').fill('Warm <i>space</i>')
  await page.keyboard.press('Enter')
  expect(await axeProblems(page, 'main')).toEqual([])
  await page.getByTestId('crumb-top').click()
  await expect(group).toContainText('Warm <i>space</i>')
  await expect(group.locator('[role="slider"]')).toHaveCount(1)
  await expect(inner).toBeHidden()

  // A node of one's own, there at once.
  await group.click({ position: { x: 60, y: 12 } })
  await page.getByTestId('group-save').click()
  await expect(page.getByTestId('toast-info')).toContainText('is saved under “My nodes”')
  const type = 'my-warm-i-space-i/node'
  const own = await workspace.add(type, { x: 360, y: 60 })
  await expect(own).toBeVisible()
  await own.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Control+Shift+g')
  await expect(group).toHaveCount(2)

  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await group.first().click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Control+Shift+g')
  await expect(group).toHaveCount(0)
  await expect(effect).toBeVisible()
  await expect(workspace.cables).toHaveCount(cables)
})

test('E-06 a knob is shown through two levels of groups, and the node that is saved of them sounds in another project', async ({
  workspace,
}) => {
  const { page } = workspace
  const { source } = await workspace.chain()
  const group = page.locator('.device-group')
  const crumbs = page.getByTestId('breadcrumbs')
  await source.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Control+g')
  await expect(group).toContainText('Group 1')
  await page.keyboard.press('Control+g')
  await expect(group).toContainText('Group 2')
  await page.keyboard.press('Enter')
  await expect(group).toContainText('Group 1')
  await group.click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Enter')
  await expect(crumbs).toHaveText(/Group 2.*Group 1$/)
  await workspace.knob(source, 'frequency').click({ button: 'right' })
  await page.getByText('Show on “Group 2”').click()

  // Out of the inner group by the breadcrumbs, and out of both: the outer one has the knob.
  await crumbs.getByText('Group 2').click()
  await expect(crumbs).not.toContainText('Group 1')
  await page.getByTestId('crumb-top').click()
  const knob = group.locator('[role="slider"]')
  await expect(knob).toHaveCount(1)
  await knob.focus()
  await page.keyboard.press('Home')
  const turned = await knob.getAttribute('aria-valuetext')
  await page.keyboard.press('ArrowUp')
  await expect(knob).not.toHaveAttribute('aria-valuetext', turned ?? '')

  await group.click({ position: { x: 60, y: 12 } })
  await page.getByTestId('group-name').fill('Two deep')
  await page.keyboard.press('Enter')
  await page.getByTestId('group-save').click()
  await expect(page.getByTestId('toast-info')).toContainText('is saved under “My nodes”')
  await workspace.newProject()
  const own = await workspace.add('my-two-deep/node', { x: 80, y: 80 })
  await expect(own.locator('[role="slider"]')).toHaveCount(1)
  await workspace.wire(workspace.port(own, 'out'), workspace.port(workspace.device('Output'), 'in'))
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  await workspace.stop()
})

test('E-05 copies go over the clipboard as text, with their cables; what is no copy says so', async ({
  workspace,
}) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  const nodes = await workspace.nodeElements.count()
  await effect.click({ position: { x: 60, y: 12 } })
  // Duplicates keep what feeds them.
  const cables = await workspace.cables.count()
  await page.keyboard.press('Control+d')
  await expect(workspace.nodeElements).toHaveCount(nodes + 1)
  await expect(workspace.cables).toHaveCount(cables + 1)
  const paste = (text: string) =>
    page.evaluate(data => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', data)
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    }, text)
  const text = await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    document.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true }))
    return clipboardData.getData('text/plain')
  })
  expect(text).toContain('{"wireharp":"graph"')
  await paste(text)
  await expect(workspace.nodeElements).toHaveCount(nodes + 2)
  await paste('hello')
  const refusal = page.getByTestId('toast-failure').last()
  await expect(refusal).toContainText('Copy some nodes first.')
  await paste(text.replace('"version":2', '"version":99'))
  await expect(refusal).toContainText('a newer Wireharp')
  await paste(`${text.slice(0, -1)},"x":"${'x'.repeat(20_000_000)}"}`)
  await expect(refusal).toContainText('Copy less at once')
  await expect(workspace.nodeElements).toHaveCount(nodes + 2)
})
