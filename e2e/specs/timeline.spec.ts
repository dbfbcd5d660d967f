import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { axeProblems } from '../pages/axe'
import { hintOver, letGo } from '../pages/drops'
import { boxOf } from '../pages/workspace'
import { expect, test as base } from '../pages/session'
import { TimelinePanel } from '../pages/timeline'

const sound = join(import.meta.dirname, '../fixtures/sounds/tone.wav')

const test = base.extend<{ timeline: TimelinePanel }>({
  timeline: async ({ workspace }, use) => {
    const timeline = new TimelinePanel(workspace)
    await use(timeline)
    await timeline.close()
  },
})

test('E-10 notes are drawn in the piano roll, moved by keys, and heard', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  await timeline.open()
  await expect(page.getByText('Nothing on the timeline yet')).toBeVisible()
  await timeline.close()
  await workspace.quickAdd('Note Track', 'note-track/note-track', { x: 60, y: 60 })
  await workspace.quickAdd('Synth', 'synth/synth', { x: 380, y: 60 })
  const synth = workspace.device('Synth')
  const track = workspace.device('Note Track')
  await workspace.wire(workspace.port(track, 'out'), workspace.port(synth, 'in', 'notes'))
  await workspace.wire(
    workspace.port(synth, 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await expect(workspace.cables).toHaveCount(2)

  await timeline.open()
  await timeline.addClip(0)
  await expect(timeline.clips).toHaveAccessibleName('Notes, bar 1, beat 1, 4 beats')
  await timeline.open('notes')
  const roll = await boxOf(page.getByTestId('roll-surface'))
  await page.mouse.click(roll.x + 20, roll.y + 60)
  await expect(page.getByTestId('roll-count')).toHaveText('1 of 1 notes')
  const note = page.getByRole('listbox', { name: 'Notes of the clip' }).getByRole('option')
  const before = await note.getAttribute('aria-label')
  const [pitch = ''] = before?.split(',') ?? []
  await workspace.drag({ x: roll.x + 20, y: roll.y + 60 }, { x: roll.x + 24, y: roll.y + 60 }, () =>
    expect(page.getByTestId('drag-readout')).toContainText(`${pitch} · 1.1.`),
  )
  await expect(page.getByTestId('drag-readout')).toHaveCount(0)
  await note.focus()
  await page.keyboard.press('ArrowUp')
  await expect(note).not.toHaveAccessibleName(before ?? '')
  await page.keyboard.press('ArrowDown')
  await expect(note).toHaveAccessibleName(before ?? '')
  // The click that made the clip put the playhead behind the note, which was heard once when it was drawn.
  await workspace.rewind()
  await workspace.peak()
  await workspace.play()
  await expect.poll(() => workspace.loudest()).toBeGreaterThan(-50)
  await workspace.stop()
  const steps = await workspace.history()
  expect(steps.slice(0, 4)).toEqual([
    expect.stringContaining('Transpose note'),
    expect.stringContaining('Transpose note'),
    expect.stringContaining('Draw note'),
    expect.stringContaining('Add clip'),
  ])
})

test('E-10 clips are dragged, trimmed, split, copied and deleted, by mouse and by keys', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  await timeline.open()
  await timeline.addTrack('note')
  await timeline.addTrack('note')
  await timeline.addClip(0)
  const { clips } = timeline
  await expect(clips).toHaveCount(1)
  const [from, to] = [await timeline.at(1), await timeline.at(5.1, 1)]
  const readout = page.getByTestId('drag-readout')
  await workspace.drag(from, to, async () => {
    // Where the clip snaps to, and not where the pointer is.
    await expect(readout).toContainText('2.1.1.00 · 0:02.000')
    await expect(readout).toContainText('1.0.0.00 · 2.00 s')
  })
  await expect(readout).toHaveCount(0)
  await expect(clips).toHaveAccessibleName('Notes, bar 2, beat 1, 4 beats')
  const tracks = timeline.surface.getByRole('row')
  await expect(tracks.nth(1).locator('[data-clip]')).toHaveCount(1)

  const box = await boxOf(clips)
  const zoom = await timeline.zoom()
  const end = { x: box.x + box.width - 2, y: box.y + 30 }
  await workspace.drag(end, { x: end.x - 2 * zoom, y: end.y }, async () => {
    await expect(readout).toContainText('2.3.1.00 · 0:03.000')
    await expect(readout).toContainText('0.2.0.00 · 1.00 s')
  })
  await expect(clips).toHaveAccessibleName('Notes, bar 2, beat 1, 2 beats')

  const start = page.getByTestId('clip-start')
  await expect(start).toHaveValue('2.1.1.00')
  await start.fill('4.2')
  await start.press('Enter')
  await expect(clips).toHaveAccessibleName('Notes, bar 4, beat 2, 2 beats')
  await page.getByTestId('clip-length').fill('0.3')
  await page.getByTestId('clip-length').press('Enter')
  await expect(clips).toHaveAccessibleName('Notes, bar 4, beat 2, 3 beats')
  await workspace.undo()
  await workspace.undo()
  await expect(clips).toHaveAccessibleName('Notes, bar 2, beat 1, 2 beats')

  await clips.focus()
  await page.keyboard.press('ArrowUp')
  await expect(tracks.first().locator('[data-clip]')).toHaveCount(1)
  await page.keyboard.press('Control+d')
  await expect(clips).toHaveCount(2)
  await expect(clips.nth(1)).toHaveAccessibleName('Notes, bar 2, beat 3, 2 beats')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(clips.nth(1)).not.toHaveAccessibleName('Notes, bar 2, beat 3, 2 beats')
  await page.mouse.click((await timeline.at(5)).x, (await boxOf(timeline.ruler)).y + 28)
  await clips.first().focus()
  await page.keyboard.press('s')
  await expect(clips).toHaveCount(3)
  await page.keyboard.press('Delete')
  await expect(clips).toHaveCount(2)
  // The clip that was left of the cut, and its copy.
  await workspace.undo()
  await workspace.undo()
  await expect(clips).toHaveCount(2)
  await expect(clips.first()).toHaveAccessibleName('Notes, bar 2, beat 1, 2 beats')
})

test('E-10 a dropped sound becomes a clip that is heard, with fades and a gain', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  await workspace.quickAdd('Audio Track', 'audio-track/audio-track', { x: 60, y: 60 })
  await workspace.wire(
    workspace.port(workspace.device('Audio Track'), 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await expect(workspace.cables).toHaveCount(1)
  await timeline.open()
  await timeline.dropFile(sound, 0)
  await expect(timeline.clips).toHaveAccessibleName(/^tone\.wav, bar 1, beat 1/)
  await workspace.play()
  await expect.poll(() => workspace.loudest()).toBeGreaterThan(-20)
  await workspace.stop()

  await page.getByTestId('clip-gain').fill('-60')
  await page.getByTestId('clip-gain').press('Enter')
  await expect(page.getByTestId('clip-gain')).toHaveValue('−60.0 dB')
  await page.getByTestId('clip-fade-in').fill('100 ms')
  await page.getByTestId('clip-fade-in').press('Enter')
  await workspace.settled()
  await workspace.rewind()
  await workspace.peak()
  await workspace.play()
  await expect.poll(() => workspace.loudest()).toBeGreaterThan(-80)
  expect(await workspace.loudest()).toBeLessThan(-50)
  await workspace.stop()
})

test('E-10 a sound is faded by its corners, and stretched by its end with Shift', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  await timeline.open()
  await timeline.addTrack('audio')
  await timeline.dropFile(sound, 0)
  await expect(timeline.clips).toHaveCount(1)
  const start = await timeline.at(0)
  await page.mouse.move(start.x, start.y)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -400)
  await page.keyboard.up('Control')
  await expect.poll(async () => (await boxOf(timeline.clips)).width).toBeGreaterThan(60)
  const clip = await boxOf(timeline.clips)
  const corner = { x: clip.x, y: clip.y + 14 }
  await workspace.drag(corner, { x: corner.x + clip.width / 2, y: corner.y }, async () => {
    await expect(page.getByTestId('drag-readout')).toContainText(/Fade in \d+ ms/)
  })
  const fade = page.getByTestId('clip-fade-in')
  await expect(fade).not.toHaveValue(/^0/)
  expect((await workspace.history())[0]).toContain('Fade in')

  const speed = page.getByTestId('clip-speed')
  await expect(speed).toHaveValue(/^1\.00/)
  const zoom = await timeline.zoom()
  await page.keyboard.down('Alt')
  await page.keyboard.down('Shift')
  const end = { x: clip.x + clip.width - 2, y: clip.y + 34 }
  await workspace.drag(end, { x: end.x + clip.width, y: end.y })
  await page.keyboard.up('Shift')
  await page.keyboard.up('Alt')
  await expect(speed).toHaveValue(/^0\.5/)
  expect((await boxOf(timeline.clips)).width).toBeGreaterThan(clip.width + zoom / 4)
  expect((await workspace.history())[0]).toContain('Stretch clip')
})

test('E-10 a sound that is dropped where no track is gets one that is heard', async ({
  workspace,
  timeline,
}) => {
  await timeline.open()
  const files = [{ name: 'tone.wav', bytes: readFileSync(sound), type: 'audio/wav' }]
  const box = await boxOf(timeline.surface)
  const at = { x: box.x + 2, y: box.y + 60 }
  await hintOver(workspace.page, timeline.surface, files, at)
  const hint = workspace.page.getByTestId('timeline-drop-hint')
  await expect(hint).toContainText('A clip on a new track')
  await letGo(workspace.page, timeline.surface, files, at)
  await expect(timeline.clips).toHaveCount(1)
  await workspace.rewind()
  await expect(workspace.cables).toHaveCount(1)
  await workspace.play()
  await expect.poll(() => workspace.loudest()).toBeGreaterThan(-20)
  await workspace.stop()
  await workspace.undo()
  await expect(workspace.nodeElements).toHaveCount(1)
})

test('E-10 the signature changes on the ruler; what is no signature and no tempo says so', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  await timeline.open()
  await timeline.addTrack('note')
  const zoom = await timeline.zoom()
  const { x, y } = await boxOf(timeline.ruler)
  await page.mouse.click(x + 8 * zoom, y + 28, { button: 'right' })
  await page.getByText('Change the signature here…').click()
  const signature = page.getByTestId('ruler-signature')
  await signature.fill('7/9')
  await signature.press('Enter')
  await expect(timeline.ruler.getByRole('alert')).toHaveText(/^Like 7\/8/)
  await signature.fill('3/4')
  await signature.press('Enter')
  await expect(signature).toBeHidden()
  // Two bars of four, then one of three: the fourth begins at the eleventh beat.
  await page.mouse.click(x + 11 * zoom, y + 28)
  await expect(page.getByTestId('position-bars')).toHaveText('4.1.1.00')

  await page.mouse.dblclick(x + 4 * zoom, y + 48)
  const tempo = page.getByTestId('ruler-tempo')
  await tempo.fill('fast')
  await tempo.press('Enter')
  await expect(timeline.ruler.getByRole('alert')).toHaveText('From 10 to 1000')
  await tempo.press('Escape')
  await expect(tempo).toBeHidden()
  expect((await workspace.history())[0]).toContain('Set time signature')
})

test('E-10 the curve between two points is bent by its handle, and goes another way when that is clicked', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  await workspace.knob(effect, 'gain').click({ button: 'right' })
  await page.getByTestId('param-automate').click()
  const lane = timeline.surface.getByRole('row', { name: /^Gain of/ })
  await expect(lane).toBeAttached()
  const { x, y } = await boxOf(timeline.surface)
  const zoom = await timeline.zoom()
  const at = (beat: number, height: number) => ({ x: x + beat * zoom, y: y + 28 + height })
  const [first, last] = [at(2, 30), at(8, 30)]
  await page.mouse.click(first.x, first.y)
  await page.mouse.click(last.x, last.y)
  const points = lane.getByRole('gridcell')
  await expect(points).toHaveCount(2)
  const handle = at(5, 30)
  await page.mouse.click(handle.x, handle.y)
  expect((await workspace.history())[0]).toContain('Curve of Gain')
  await expect(points).toHaveCount(2)
  await workspace.drag(handle, at(5, 10))
  await expect(points).toHaveCount(3)
  expect((await workspace.history())[0]).toContain('Bend Gain')
  await workspace.undo()
  await expect(points).toHaveCount(2)
  await workspace.drag(last, at(10, 40), async () => {
    const readout = page.getByTestId('drag-readout')
    await expect(readout).toContainText(' dB')
    await expect(readout).toContainText('3.3.1.00 · 0:05.000')
  })
})

test('E-10 markers, tempo changes and the loop are set on the ruler', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  await timeline.open()
  const { x, y } = await boxOf(timeline.ruler)
  const zoom = await timeline.addTrack('note').then(() => timeline.zoom())
  await page.mouse.dblclick(x + 4 * zoom, y + 11)
  await page.getByTestId('ruler-marker').fill('Verse')
  await page.getByTestId('ruler-marker').press('Enter')
  await expect(page.getByTestId('timeline-signs')).toHaveText('1 marker')
  await page.mouse.dblclick(x + 8 * zoom, y + 48)
  await page.getByTestId('ruler-tempo').fill('60')
  await page.getByTestId('ruler-tempo').press('Enter')
  // Two bars at 120, then beats of a second: the third bar line after it lies at 8 s.
  await page.mouse.click(x + 12 * zoom, y + 28)
  await expect(page.getByTestId('position')).toHaveText('0:08.000')
  await expect(page.getByTestId('position-bars')).toHaveText('4.1.1.00')
  await workspace.drag({ x: x + 16 * zoom, y: y + 10 }, { x: x + 20 * zoom, y: y + 10 })
  await expect(page.getByTestId('loop')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByTestId('loop-start')).toHaveValue('0:12.000')
  await expect(page.getByTestId('loop-end')).toHaveValue('0:16.000')
  await page.mouse.click(x + 4 * zoom + 3, y + 11)
  await expect(page.getByTestId('position')).toHaveText('0:02.000')
  expect((await workspace.history()).slice(0, 4)).toEqual([
    expect.stringContaining('Set loop'),
    expect.stringContaining('Set tempo'),
    expect.stringContaining('Rename marker'),
    expect.stringContaining('Add marker'),
  ])
})

test('E-10 a lane is opened from a knob, gets points, and a turned knob is written to it', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  await workspace.knob(effect, 'gain').click({ button: 'right' })
  await page.getByTestId('param-automate').click()
  const lane = timeline.surface.getByRole('row', { name: /^Gain of/ })
  await expect(lane).toBeAttached()
  const { x, y } = await boxOf(timeline.surface)
  const zoom = await timeline.zoom()
  await page.mouse.click(x + 2 * zoom, y + 28 + 20)
  await page.mouse.click(x + 6 * zoom, y + 28 + 44)
  await expect(lane.getByRole('gridcell')).toHaveCount(2)
  const first = lane.getByRole('gridcell').first()
  const before = await first.getAttribute('aria-label')
  await first.focus()
  await page.keyboard.press('ArrowDown')
  await expect(first).not.toHaveAccessibleName(before ?? '')

  await page.getByRole('button', { name: 'Write Gain by turning its knob' }).click()
  await workspace.rewind()
  await workspace.play()
  await expect.poll(async () => (await workspace.debug()).position ?? 0).toBeGreaterThan(9600)
  const knob = await boxOf(workspace.knob(effect, 'gain'))
  await workspace.drag(
    { x: knob.x + 18, y: knob.y + 18 },
    { x: knob.x + 18, y: knob.y + 78 },
    async () => page.waitForTimeout(200),
  )
  await workspace.stop()
  await expect.poll(() => lane.getByRole('gridcell').count()).toBeGreaterThan(2)
  await page.getByRole('button', { name: 'Clear Gain' }).click()
  await expect(lane.getByRole('gridcell', { name: 'No points' })).toBeAttached()
})

test('E-17 axe finds nothing on the timeline and the piano roll, in both themes', async ({
  workspace,
  timeline,
}) => {
  const { page } = workspace
  await timeline.open()
  await timeline.addTrack('note')
  await timeline.addClip(0)
  for (const theme of ['dark', 'light']) {
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const [tab, part] of [
      ['timeline', '[data-testid="timeline"]'],
      ['notes', '[data-testid="piano-roll"]'],
    ] as const) {
      await timeline.open(tab)
      expect(await axeProblems(page, part)).toEqual([])
    }
    await workspace.choose('view.theme')
  }
})
