import { expect, test } from '../pages/session'
import { openPatch, type Patch } from '../pages/patches'
import { Workspace } from '../pages/workspace'
import { plugInMidi, sendMidi } from '../fixtures/fake-midi'

const instrument: Patch = {
  nodes: {
    live: ['live-input/live-input', 0, 0],
    fm: ['fm/fm', 260, 0, { release: 0.05 }],
    gain: ['gain/gain', 560, 0, { gain: -12 }],
    output: ['output/output', 800, 0],
  },
  cables: ['live > fm.notes', 'fm > gain', 'gain > output'],
}

test.setTimeout(90_000)

test('E-13 the keys on the screen, the letters and a MIDI device play, and a knob of it is learnt', async ({
  session,
  context,
  page,
}) => {
  await plugInMidi(page)
  await context.addCookies(session.cookies)
  const workspace = await Workspace.open(page, `${session.origin}/#`, 2048)
  await openPatch(workspace, session.home, 'Instrument', instrument)
  const silent = () => expect.poll(() => workspace.peak(), { timeout: 15_000 }).toBeLessThan(-60)
  // Without a click on the meter, which would let go of the key that is held.
  const heard = () =>
    expect.poll(() => workspace.loudest(), { timeout: 15_000 }).toBeGreaterThan(-40)

  await page.getByTestId('dock-keyboard').click()
  await expect(page.getByTestId('live-target')).toContainText('every Live Notes node')
  const key = page.getByRole('button', { name: 'C5', exact: true })
  // The output opens with the first note, which may then come too late to be measured.
  await expect(async () => {
    await key.hover()
    await page.mouse.down()
    await expect(key).toHaveAttribute('data-held', '')
    await heard()
    await page.mouse.up()
    await silent()
    const latency = page.getByTestId('key-latency')
    await expect(latency).toHaveText(/^Key to sound \d+ ms$/, { timeout: 2000 })
  }).toPass({ timeout: 45_000 })

  // While letters play they are no shortcuts: L would switch the loop.
  const revisionNow = () => page.evaluate(() => window.wireharp?.debug().revision)
  const revision = await revisionNow()
  await page.getByTestId('computer-keys').click()
  await page.keyboard.down('l')
  await heard()
  await page.keyboard.up('l')
  expect(await revisionNow()).toBe(revision)
  await silent()
  await page.getByTestId('computer-keys').click()
  await page.keyboard.press('l')
  await expect.poll(revisionNow).not.toBe(revision)

  // Nobody recorded, and what was played is kept all the same, on a track that plays the same instrument.
  await page.getByTestId('dock-record').click()
  await page.getByTestId('keep-notes').click()
  await expect(page.getByTestId('toast-done').last()).toHaveText(
    /^Kept \d+ notes? on a new track\.$/,
  )
  const track = workspace.device('Note Track')
  await expect(workspace.port(track, 'out')).toHaveClass(/socket-wired/)
  await workspace.undo()
  await expect(track).toBeHidden()

  await page.getByTestId('dock-midi').click()
  await page.getByTestId('midi-on').click()
  await expect(page.getByText('Test Keys')).toBeVisible()
  await sendMidi(page, 0x90, 69, 100)
  await heard()
  await expect(page.getByTestId('midi-monitor')).toContainText('Note on')
  await sendMidi(page, 0x80, 69, 0)
  await silent()
  await page.evaluate(() => window.fakeMidi?.plug('Second Keys'))
  await expect(page.getByText('Second Keys')).toBeVisible()

  await page.getByTestId('midi-learn').click()
  const knob = workspace.knob(workspace.device('Gain'), 'gain')
  await knob.focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByTestId('midi-learning')).toContainText('Gain')
  await sendMidi(page, 0xb0, 21, 10)
  await expect(page.getByTestId('midi-mapping')).toContainText('CC 21')
  const before = await knob.getAttribute('aria-valuenow')
  // Not there yet: the knob stays; gone past it, it follows.
  await sendMidi(page, 0xb0, 21, 12)
  await workspace.settled()
  expect(await knob.getAttribute('aria-valuenow')).toBe(before)
  const awaited = page.getByTestId('midi-awaited')
  await expect(awaited).toHaveText(/^Turn up to −11/)
  await sendMidi(page, 0xb0, 21, 127)
  await expect(awaited).toHaveCount(0)
  await expect(knob).not.toHaveAttribute('aria-valuenow', before ?? '')

  // A range of its own, and then the other way round.
  for (const [end, level] of [
    ['from', '-20 dB'],
    ['to', '-10 dB'],
  ] as const) {
    const field = page.getByTestId(`midi-${end}`)
    // oxlint-disable-next-line no-await-in-loop
    await field.fill(level)
    // oxlint-disable-next-line no-await-in-loop
    await field.press('Enter')
  }
  await sendMidi(page, 0xb0, 21, 0)
  await sendMidi(page, 0xb0, 21, 127)
  await sendMidi(page, 0xb0, 21, 0)
  await expect(knob).toHaveAttribute('aria-valuetext', '−20.0 dB')
  await sendMidi(page, 0xb0, 21, 127)
  await expect(knob).toHaveAttribute('aria-valuetext', '−10.0 dB')
  await page.getByRole('button', { name: 'Turn the controller round' }).click()
  await sendMidi(page, 0xb0, 21, 0)
  await expect(knob).toHaveAttribute('aria-valuetext', '−10.0 dB')
  await sendMidi(page, 0xb0, 21, 127)
  await expect(knob).toHaveAttribute('aria-valuetext', '−20.0 dB')
  await workspace.undo()
  await workspace.undo()
  await expect(page.getByTestId('midi-from')).toHaveValue('−20.0 dB')
})
