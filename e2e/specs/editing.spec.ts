import { highPassed, peakLevel } from '../../src/main/engine/testing/clicks'
import { heard, tapOutput } from '../fixtures/tap-output'
import { expect, test } from '../pages/session'
import { Workspace } from '../pages/workspace'

test.use({ bypassCSP: true })

const RATE = 48_000

test('E-15 a tone sounds on without a click while its chain is bypassed, deleted, brought back, doubled and grouped', async ({
  session,
  page,
  context,
}) => {
  await context.addCookies(session.cookies)
  await tapOutput(page)
  const workspace = await Workspace.open(page, `${session.origin}/#`)
  await workspace.stop()
  await workspace.tidy()
  await workspace.newProject()
  const { source, effect } = await workspace.chain()
  await expect(source).toContainText('Sine')
  await workspace.settled()
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  const { underruns } = await workspace.debug()
  await heard(page)

  const steps = ['b', 'b', 'Delete', 'Control+z', 'Control+d', 'Control+z', 'm', 'm', 'Control+g']
  await effect.click({ position: { x: 60, y: 12 } })
  for (const keys of [...steps, 'Control+z']) {
    await page.keyboard.press(keys)
    await workspace.settled()
    await page.waitForTimeout(250)
    // What is undone is not selected any more.
    if (keys === 'Control+z') await effect.click({ position: { x: 60, y: 12 } })
  }
  await page.waitForTimeout(600)
  const both = await heard(page)
  await workspace.stop()
  expect((await workspace.debug()).underruns).toBe(underruns)
  const left = both.filter((_, index) => index % 2 === 0)
  expect(left.length).toBeGreaterThan(2 * RATE)
  // The tone itself lies far below: what is up here is made by the edits.
  expect(peakLevel(highPassed(left, 8000, RATE))).toBeLessThan(-80)
})
