import { highPassed, peakLevel } from '../../src/main/engine/testing/clicks'
import { heard, tapOutput } from '../fixtures/tap-output'
import { expect, test } from '../pages/session'
import { Workspace } from '../pages/workspace'

test.use({ bypassCSP: true })
test.slow()

const RATE = 48_000
const QUANTUM = 128

/** A busy machine loses sound without being edited: what the edits do is told from that by doing them again. */
const TRIES = 3

test('E-15 a tone sounds on without a click or a gap while its chain is bypassed, deleted, brought back, doubled, grouped, and wired anew', async ({
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
  const chain = await workspace.chain()
  await expect(chain.source).toContainText('Sine')
  await workspace.settled()
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  await heard(page)
  const lostIn = async (act: () => Promise<void>) => {
    const { underruns } = await workspace.debug()
    await act()
    return (await workspace.debug()).underruns - underruns
  }

  let caused = Infinity
  for (let time = 0; time < TRIES && caused > 0; time++) {
    const began = performance.now()
    const edited = await lostIn(() => editAll(workspace, chain))
    const took = performance.now() - began
    const alone = edited === 0 ? 0 : await lostIn(() => page.waitForTimeout(took))
    caused = edited - alone
  }
  expect(caused, 'quanta lost while it was edited, beyond those lost without').toBeLessThan(1)

  const both = await heard(page)
  await workspace.stop()
  const pieces = piecesOf(both.filter((_, index) => index % 2 === 0))
  expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(RATE)
  // The tone itself lies far below: what is up here is made by the edits.
  for (const piece of pieces) {
    expect(peakLevel(highPassed(piece, 8000, RATE))).toBeLessThan(-80)
  }
})

/** Every kind of edit once; in the end all is as it was. */
async function editAll(
  workspace: Workspace,
  { source, effect, output }: Awaited<ReturnType<Workspace['chain']>>,
): Promise<void> {
  const { page } = workspace
  // What is undone is not selected any more.
  const choose = () => effect.click({ position: { x: 60, y: 12 } })
  const steps = ['b', 'b', 'Delete', 'Control+z', 'Control+d', 'Control+z', 'Control+g']
  await choose()
  for (const keys of [...steps, 'Control+z']) {
    await page.keyboard.press(keys)
    await workspace.settled()
    await page.waitForTimeout(250)
    if (keys === 'Control+z') await choose()
  }
  // A second way for the tone, and then none but that one.
  await workspace.wire(workspace.port(source, 'out'), workspace.port(output, 'in'))
  await expect(workspace.cables).toHaveCount(3)
  await workspace.settled()
  await page.waitForTimeout(250)
  await page.keyboard.press('Control+z')
  await expect(workspace.cables).toHaveCount(2)
  await workspace.settled()
  await page.waitForTimeout(600)
}

/** What lies between quanta that a busy machine had nothing for: where those are is not what is looked at here. */
function piecesOf(samples: Float32Array): readonly Float32Array[] {
  const pieces: Float32Array[] = []
  let begin = 0
  let zeros = 0
  for (let at = 0; at <= samples.length; at++) {
    if (samples[at] === 0) zeros += 1
    else {
      if (zeros >= QUANTUM) {
        pieces.push(samples.subarray(begin, at - zeros))
        begin = at
      }
      zeros = 0
    }
  }
  pieces.push(samples.subarray(begin))
  return pieces.filter(({ length }) => length > RATE / 10)
}
