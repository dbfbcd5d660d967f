import { expect, test } from '../pages/session'
import { boxOf } from '../pages/workspace'

test('E-20 the server goes while a node is dragged: the drag goes on, it reconnects, and nothing is lost', async ({
  workspace,
  page,
}) => {
  let isAway = false
  const open = new Set<() => void>()
  await page.routeWebSocket(/\/rpc$/, socket => {
    if (isAway) return void socket.close()
    socket.connectToServer()
    const close = () => void socket.close()
    open.add(close)
    socket.onClose(() => open.delete(close))
  })
  // What was open before the route is not part of it.
  await page.reload()
  await expect(page.getByTestId('engine-state')).toContainText('ready')
  const { effect } = await workspace.chain()
  const before = await boxOf(effect)
  const { mouse } = page
  await mouse.move(before.x + 60, before.y + 12)
  await mouse.down()
  await mouse.move(before.x + 90, before.y + 62, { steps: 4 })
  isAway = true
  for (const close of open) close()
  await mouse.move(before.x + 156, before.y + 140, { steps: 6 })
  await expect(page.getByTestId('engine-state')).toContainText('Not connected')
  await mouse.up()
  await page.keyboard.press('b')
  const moved = await boxOf(effect)
  expect(moved.y).toBeGreaterThan(before.y + 100)
  await expect(page.getByTestId('disk-state')).toContainText('2 edits wait')
  isAway = false
  await expect(page.getByTestId('engine-state')).toContainText('ready', { timeout: 20_000 })
  await workspace.settled()
  await page.reload()
  await expect(page.getByTestId('engine-state')).toContainText('ready')
  await expect(workspace.cables).toHaveCount(2)
  expect(await workspace.history()).toEqual(
    expect.arrayContaining([expect.stringContaining('Bypass'), expect.stringContaining('Move')]),
  )
})
