import { highPassed, peakLevel } from '../../src/main/engine/testing/clicks'
import { plugInMidi, sendMidi } from '../fixtures/fake-midi'
import { heard, tapOutput } from '../fixtures/tap-output'
import { openPatch, type Patch } from '../pages/patches'
import { expect, test } from '../pages/session'
import { centerOf, Workspace } from '../pages/workspace'

test.use({ bypassCSP: true })
test.setTimeout(240_000)

const RATE = 48_000
const QUANTUM = 128

/** A busy machine loses sound without being edited: what the edits do is told from that by doing them again. */
const TRIES = 3

/** A sine for each key, so that everything far above is made by something else. */
const instrument: Patch = {
  nodes: {
    live: ['live-input/live-input', 0, 0],
    fm: ['fm/fm', 260, 0, { level2: 0, sustain1: 100, attack1: 0.05, volume: -18 }],
    gain: ['gain/gain', 560, 0],
    output: ['output/output', 860, 0],
  },
  cables: ['live > fm.notes', 'fm > gain', 'gain > output'],
}
const chord = [60, 64, 67]

test('E-15 A-06 a held chord sounds on without a click or a gap while its patch is edited, edit by edit', async ({
  session,
  page,
  context,
}) => {
  await plugInMidi(page)
  await context.addCookies(session.cookies)
  await tapOutput(page)
  const workspace = await Workspace.open(page, `${session.origin}/#`)
  await workspace.stop()
  await workspace.tidy()
  await openPatch(workspace, session.home, 'Held chord', instrument)
  await page.getByTestId('dock-midi').click()
  await page.getByTestId('midi-on').click()
  await expect(page.getByText('Test Keys')).toBeVisible()
  await page.getByTestId('dock-toggle').click()
  await workspace.play()
  for (const key of chord) await sendMidi(page, 0x90, key, 100)
  await expect.poll(() => workspace.loudest(), { timeout: 15_000 }).toBeGreaterThan(-30)
  // Its attack is over.
  await page.waitForTimeout(600)
  const first = await levelNow(workspace)
  const lostIn = async (act: () => Promise<void>) => {
    const { underruns } = await workspace.debug()
    await act()
    return (await workspace.debug()).underruns - underruns
  }

  let caused = Infinity
  for (let time = 0; time < TRIES && caused > 0; time++) {
    const began = performance.now()
    const edited = await lostIn(() => editAll(workspace))
    const took = performance.now() - began
    const alone = edited === 0 ? 0 : await lostIn(() => page.waitForTimeout(took))
    caused = edited - alone
  }
  expect(caused, 'quanta lost while it was edited, beyond those lost without').toBeLessThan(1)
  // No voice was lost on the way.
  expect(Math.abs((await levelNow(workspace)) - first)).toBeLessThan(1)

  await edit(workspace, 'delete the instrument', async () => {
    await workspace.device('FM').click({ position: { x: 60, y: 12 } })
    await page.keyboard.press('Delete')
  })
  await workspace.stop()
})

/** Every kind of edit once, each taken back again; in the end all is as it was. */
async function editAll(workspace: Workspace): Promise<void> {
  const { page } = workspace
  const [source, effect, output] = [
    workspace.device('FM'),
    workspace.device('Gain'),
    workspace.device('Output'),
  ]
  const cable = async (number: number, along?: number) =>
    await workspace.pointOn(workspace.cables.nth(number), along)
  const press =
    (...keys: readonly string[]) =>
    async () => {
      // What is undone is not selected any more.
      await effect.click({ position: { x: 60, y: 12 } })
      for (const key of keys) await page.keyboard.press(key)
    }
  const knob = workspace.knob(effect, 'gain')
  const edits: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['bypass', press('b')],
    ['delete with wire-through', press('Delete')],
    ['duplicate', press('Control+d')],
    ['group', press('Control+g')],
    ['mute', press('m')],
    ['cut', press('Control+x')],
    [
      'a knob',
      async () => {
        await knob.focus()
        for (let turn = 0; turn < 12; turn++) await page.keyboard.press('Shift+ArrowDown')
      },
    ],
    [
      'replace',
      async () => {
        await press('Shift+r')()
        await page.getByTestId('quick-add-search').fill('pan')
        await page.getByTestId('quick-add-pan/pan').click()
      },
    ],
    [
      'a node into a cable',
      async () => {
        await page.getByTestId('browser-search').fill('width')
        const { x, y } = await workspace.canvas.evaluate(canvas => canvas.getBoundingClientRect())
        const at = await cable(2)
        const item = page.getByTestId('browser-item-width/width')
        await item.dragTo(workspace.canvas, { targetPosition: { x: at.x - x, y: at.y - y } })
        await expect(workspace.cables).toHaveCount(4)
      },
    ],
    [
      'a second way to the output',
      async () => {
        await workspace.wire(workspace.port(source, 'out'), workspace.port(output, 'in'))
        await expect(workspace.cables).toHaveCount(4)
      },
    ],
    [
      'a cable pulled out',
      async () => {
        const at = await cable(2, 0.3)
        await page.mouse.click(at.x, at.y)
        await page.keyboard.press('Delete')
        await expect(workspace.cables).toHaveCount(2)
      },
    ],
    [
      'a node moved',
      async () => {
        const { x, y } = await centerOf(effect)
        await workspace.drag({ x, y: y - 40 }, { x, y: y + 30 })
      },
    ],
  ]
  for (const [name, act] of edits) {
    await edit(workspace, name, act)
    await edit(workspace, `${name}, undone`, () => workspace.undo())
  }
}

/** Does it while the output is listened to: what lies far above the chord is made by the edit. */
async function edit(
  workspace: Workspace,
  name: string,
  act: () => Promise<unknown>,
): Promise<void> {
  await heard(workspace.page)
  await act()
  await workspace.settled()
  await workspace.page.waitForTimeout(400)
  for (const piece of await piecesNow(workspace)) {
    expect.soft(peakLevel(highPassed(piece, 8000, RATE)), name).toBeLessThan(-80)
  }
}

/** The left channel since it was listened to last. */
async function piecesNow({ page }: Workspace): Promise<readonly Float32Array[]> {
  return piecesOf((await heard(page)).filter((_, index) => index % 2 === 0))
}

async function levelNow(workspace: Workspace): Promise<number> {
  await heard(workspace.page)
  await workspace.page.waitForTimeout(500)
  return Math.max(...(await piecesNow(workspace)).map(peakLevel))
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
