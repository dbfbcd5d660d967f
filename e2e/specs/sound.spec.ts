import { expect, test } from '../pages/session'
import { Workspace } from '../pages/workspace'

declare global {
  interface Window {
    commits?: number
  }
}

test('A-02 while it plays, React renders next to nothing: meters and playhead are drawn beside it', async ({
  session,
  page,
  context,
}) => {
  // React tells this hook of every commit, in production as well.
  await page.addInitScript(() => {
    window.commits = 0
    Object.defineProperty(window, '__REACT_DEVTOOLS_GLOBAL_HOOK__', {
      value: {
        supportsFiber: true,
        inject: () => 1,
        onCommitFiberRoot: () => (window.commits = (window.commits ?? 0) + 1),
        onCommitFiberUnmount: () => {},
        onPostCommitFiberRoot: () => {},
      },
    })
  })
  await context.addCookies(session.cookies)
  const workspace = await Workspace.open(page, `${session.origin}/#`)
  await workspace.stop()
  await workspace.newProject()
  await workspace.chain()
  await workspace.settled()
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  await page.mouse.move(700, 840)
  const position = page.getByTestId('position')
  const commits = () => page.evaluate(() => window.commits ?? 0)
  const seconds = async () => Number((await position.textContent())?.split(':')[1])
  expect(await commits()).toBeGreaterThan(0)
  const inTwoSeconds = async () => {
    const from = await seconds()
    const before = await commits()
    await expect.poll(seconds).toBeGreaterThan(from + 2)
    return (await commits()) - before
  }
  // Two seconds are 120 frames; the counters of the status bar may render now and then. Panels that nobody has opened yet
  // are made once, when there is time: on a busy machine while it plays.
  await expect.poll(inTwoSeconds, { timeout: 30_000 }).toBeLessThan(12)
})

test('A-02 where sound runs out again and again, the look-ahead grows by itself and says so', async ({
  session,
  page,
  context,
}) => {
  await context.addCookies(session.cookies)
  // One quantum is too little for any machine.
  const workspace = await Workspace.open(page, `${session.origin}/#`, 128)
  await workspace.stop()
  await workspace.newProject()
  await workspace.chain()
  const status = page.getByTestId('look-ahead')
  await expect(status).toHaveText('3 ms ahead')
  await workspace.play()
  await expect(status).toHaveAttribute('data-raised', 'true', { timeout: 20_000 })
  expect((await workspace.debug()).lookAhead).toBeGreaterThan(128)
  expect((await workspace.debug()).underruns).toBeGreaterThan(3)
  await status.hover()
  await expect(page.getByRole('tooltip')).toContainText('ran out several times')
})
