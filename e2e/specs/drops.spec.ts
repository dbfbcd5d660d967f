import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { create } from 'tar'
import { dropOn, dropPaths, hintOver } from '../pages/drops'
import { expect, test } from '../pages/session'
import { TimelinePanel } from '../pages/timeline'
import { putPlugin } from '../pages/user-plugins'
import { boxOf, centerOf, type Point } from '../pages/workspace'

const sound = (name: string) => join(import.meta.dirname, '../fixtures/sounds', name)

test('E-18 WAV, FLAC, MP3 and OGG are dropped at once; each becomes a player with its waveform', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.dropFiles(['tone.wav', 'tone.flac', 'tone.mp3', 'tone.ogg'].map(sound))
  await expect(workspace.nodeElements).toHaveCount(5, { timeout: 20_000 })
  for (const name of ['tone.wav', 'tone.flac', 'tone.mp3', 'tone.ogg']) {
    await expect(page.getByRole('img', { name: `Waveform of ${name}` })).toBeVisible()
  }
  await expect(page.getByTestId('import-card')).toHaveCount(0)

  const player = workspace.node('tone.mp3')
  await workspace.wire(
    workspace.port(player, 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-12)
})

test('E-18 a sound that is dropped on a player replaces its own, and undo brings that back', async ({
  workspace,
}) => {
  await workspace.dropFiles([sound('tone.wav')])
  const player = workspace.node('tone.wav')
  await expect(player).toBeVisible()
  await workspace.dropFiles([sound('tone.flac')], player.locator('article'))
  await expect(workspace.node('tone.flac')).toBeVisible()
  await expect(workspace.nodeElements).toHaveCount(2)
  await workspace.undo()
  await expect(workspace.node('tone.wav')).toBeVisible()
})

test('E-18 a sound that is dropped on a cable is heard where that ends', async ({ workspace }) => {
  const { page } = workspace
  const { output } = await workspace.chain()
  const at = await workspace.pointOn(workspace.cables.last())
  const pane = page.locator('.react-flow__pane')
  const wav = { name: 'tone.wav', bytes: readFileSync(sound('tone.wav')), type: 'audio/wav' }
  await hintOver(page, pane, [wav], at)
  await expect(page.getByTestId('drop-hint')).toContainText('heard where this cable ends')
  await expect(page.locator('.cable-halo')).toHaveCount(1)
  await dropOn(page, pane, [wav], at)
  const player = workspace.node('tone.wav')
  await expect(player).toBeVisible()
  await expect(workspace.cables).toHaveCount(3)
  await expect(workspace.port(player, 'out')).toHaveClass(/socket-wired/)
  await expect(page.locator('.cable-halo')).toHaveCount(0)
  // It lies on no node of the chain.
  const [a, b] = [await boxOf(player), await boxOf(output)]
  expect(a.x + a.width <= b.x || a.y >= b.y + b.height || a.y + a.height <= b.y).toBe(true)
  await workspace.undo()
  await expect(workspace.cables).toHaveCount(2)
})

test('E-18 a preset that is dropped on a cable is a node in it, standing as the preset has it', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.chain()
  const at = await workspace.pointOn(workspace.cables.last())
  const pane = page.locator('.react-flow__pane')
  const preset = (node: string, params: Readonly<Record<string, number>>) => {
    const file = { format: 'wireharp-preset', version: 1, node, pluginVersion: '1.0.0' }
    const bytes = Buffer.from(JSON.stringify({ ...file, name: 'Mine', params }))
    return { name: 'Mine.wireharp-preset', bytes }
  }
  const filter = preset('filter/filter', { frequency: 200 })
  await hintOver(page, pane, [filter], at)
  await expect(page.getByTestId('drop-hint')).toContainText('put its node into this cable')
  await expect(page.locator('.cable-halo')).toHaveCount(1)
  await dropOn(page, pane, [filter], at)
  const node = workspace.device('Filter')
  await expect(node).toBeVisible()
  await expect(workspace.cables).toHaveCount(3)
  await expect(workspace.port(node, 'in')).toHaveClass(/socket-wired/)
  await expect(workspace.knob(node, 'frequency')).toHaveAttribute('aria-valuetext', '200 Hz')
  await expect(page.getByTestId('preset-name')).toHaveText('Mine')
  await workspace.undo()
  await expect(node).toHaveCount(0)
  await expect(workspace.cables).toHaveCount(2)

  await dropOn(page, pane, [preset('note-track/note-track', {})], at)
  await expect(page.getByTestId('import-failure')).toContainText('goes through Note Track')
  await expect(workspace.cables).toHaveCount(2)
  await page.getByTestId('import-card').getByLabel('Dismiss').click()
})

test('E-18 a preset is dragged out of its list, onto a node, a cable and the canvas', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.chain()
  const filter = await workspace.add('filter/filter', { x: 120, y: 330 })
  const other = await workspace.add('filter/filter', { x: 420, y: 330 })
  const typed = page.getByTestId('value-frequency')
  const [value, hint] = [workspace.knob(filter, 'frequency'), page.getByTestId('drop-hint')]
  await typed.fill('300')
  await typed.press('Enter')
  await page.getByTestId('preset-name').click()
  await page.getByTestId('preset-save-name').fill('Muffled')
  await page.getByTestId('preset-save').click()
  const row = page.getByTestId('presets').getByRole('option', { name: /Muffled/ })
  await expect(row).toBeHidden()
  const over = async (at: Point, says: string, during?: () => Promise<void>) => {
    // The list may be closing yet.
    await expect(async () => {
      if (!(await row.isVisible())) await page.getByTestId('preset-name').click()
      await expect(row).toBeVisible({ timeout: 1000 })
    }).toPass()
    const from = await centerOf(row)
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x - 40, from.y, { steps: 4 })
    // The browser tells of a move only with the next.
    for (let moved = 0; (await hint.allTextContents()).join('') !== says && moved < 60; moved++) {
      await page.mouse.move(at.x + (moved % 2), at.y)
    }
    await expect(hint).toHaveText(says)
    await during?.()
    await page.mouse.up()
    await expect(hint).toHaveCount(0)
  }

  await over(await centerOf(filter), 'Drop to load “Muffled” into Filter')
  await expect(value).toHaveAttribute('aria-valuetext', '300 Hz')
  const gain = workspace.device('Gain')
  await over(await centerOf(gain), '“Muffled” is a preset of Filter, not of Gain')
  await expect(workspace.nodeElements).toHaveCount(5)

  const at = await workspace.pointOn(workspace.cables.last())
  await over(at, 'Drop to add the node Filter in this cable, with “Muffled”', async () => {
    await expect(page.locator('.cable-halo')).toHaveCount(1)
  })
  await expect(workspace.nodeElements).toHaveCount(6)
  await expect(workspace.cables).toHaveCount(3)
  await expect(page.getByTestId('preset-name')).toHaveText('Muffled')
  await workspace.undo()
  await expect(workspace.cables).toHaveCount(2)

  await other.click({ position: { x: 60, y: 12 } })
  const { x, y, height } = await boxOf(workspace.canvas)
  const free = { x: x + 240, y: y + height - 120 }
  await over(free, 'Drop to add the node Filter, with “Muffled”')
  await expect(workspace.nodeElements).toHaveCount(6)
  await expect(page.getByTestId('preset-name')).toHaveText('Muffled')
  // Other tests count what is kept.
  await page.getByTestId('preset-name').click()
  await row.hover()
  await page.getByRole('button', { name: 'Delete Muffled' }).click()
  await expect(row).toHaveCount(0)
})

/** One track with one note of a beat. */
const song = Buffer.from(
  '4d546864000000060000000100604d54726b0000000c00903c6460803c4000ff2f00',
  'hex',
)

test('E-18 a MIDI file becomes a track with its notes, on the canvas and on the timeline', async ({
  workspace,
}) => {
  const { page } = workspace
  const file = { name: 'song.mid', bytes: song, type: 'audio/midi' }
  const pane = page.locator('.react-flow__pane')
  await hintOver(page, pane, [file])
  await expect(page.getByTestId('drop-hint')).toContainText('a track for each part')
  await dropOn(page, pane, [file])
  await expect(workspace.nodeElements).toHaveCount(2)
  await expect(page.getByTestId('toast-done')).toHaveText(/1 notes? on 1 track/)
  const timeline = new TimelinePanel(workspace)
  await timeline.open()
  await expect(timeline.clips).toHaveCount(1)
  await hintOver(page, timeline.surface, [file])
  await expect(page.getByTestId('timeline-drop-hint')).toContainText('a track for each part')
  await dropOn(page, timeline.surface, [file])
  await expect(timeline.clips).toHaveCount(2)
  await timeline.close()
})

test('E-18 a plugin package is shown with what it asks for, and installed only then', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const folder = putPlugin(join(session.home, 'packed'), 'booster')
  const path = join(session.home, 'booster-1.0.0.tgz')
  await create({ gzip: true, file: path, cwd: folder, prefix: 'package' }, ['plugin.json'])
  await workspace.dropFiles([path])
  const dialog = page.getByTestId('install-dialog')
  await expect(dialog).toContainText('Install Booster?')
  await expect(dialog).toContainText('api.example.com')
  await page.getByTestId('browser-search').fill('booster')
  await expect(page.getByTestId('browser-item-booster/booster')).toBeHidden()
  await page.getByTestId('install-confirm').click()
  await expect(dialog).toBeHidden()
  await expect(page.getByTestId('browser-item-booster/booster')).toBeVisible()
})

test('E-18 of a folder the sounds are taken in, however deep they lie: on the canvas as players, on the timeline as clips', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const folder = join(session.home, 'Loops')
  mkdirSync(join(folder, 'deep'), { recursive: true })
  copyFileSync(sound('tone.wav'), join(folder, 'one.wav'))
  copyFileSync(sound('tone.flac'), join(folder, 'deep/two.flac'))
  writeFileSync(join(folder, 'readme.txt'), 'words')
  await dropPaths(page, page.locator('.react-flow__pane'), [folder])
  await expect(workspace.node('one.wav')).toBeVisible()
  await expect(workspace.node('two.flac')).toBeVisible()
  await expect(page.getByTestId('import-card')).toHaveCount(0)
  const timeline = new TimelinePanel(workspace)
  await timeline.open()
  await dropPaths(page, timeline.surface, [folder])
  await expect(timeline.clips).toHaveCount(2)
  await expect(page.getByTestId('timeline-drop-notes')).toHaveCount(0)
  await timeline.close()
})

test('E-18 a panel says what a drop on it does: the inspector takes a sound for its node, the library a folder', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.dropFiles([sound('tone.wav')])
  await expect(workspace.node('tone.wav')).toBeVisible()
  const inspector = page.getByTestId('inspector')
  const flac = { name: 'tone.flac', bytes: readFileSync(sound('tone.flac')), type: 'audio/flac' }
  await hintOver(page, inspector, [flac])
  await expect(page.getByTestId('drop-hint')).toHaveText('Drop to replace this player’s sound')
  await dropOn(page, inspector, [flac])
  await expect(workspace.node('tone.flac')).toBeVisible()
  await expect(workspace.nodeElements).toHaveCount(2)
  await expect(page.getByTestId('drop-hint')).toHaveCount(0)

  await dropOn(page, inspector, [{ name: 'notes.txt', bytes: new Uint8Array([65]) }])
  const panel = await boxOf(inspector)
  const card = await boxOf(page.getByTestId('import-card'))
  expect(card.x + card.width).toBeLessThanOrEqual(panel.x)
  expect(card.x + card.width).toBeGreaterThan(panel.x - 60)

  await page.getByTestId('tab-library').click()
  const library = page.getByRole('region', { name: 'Library' })
  await hintOver(page, library, [flac])
  await expect(page.getByTestId('drop-hint')).toHaveText(/folder of these sounds/)
  await dropOn(page, library, [flac])
  await expect(page.getByTestId('add-folder-dialog')).toBeVisible()
  await expect(page.getByTestId('toast-info')).toContainText('choose its folder')
})

test('E-18 what is no sound is refused beside the place, and nothing changes', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const text = join(session.home, 'lyrics.wav')
  const stub = join(session.home, 'stub.flac')
  const notes = join(session.home, 'notes.txt')
  writeFileSync(text, 'These are words, and no sound at all. '.repeat(40))
  writeFileSync(stub, readFileSync(sound('tone.flac')).subarray(0, 60))
  writeFileSync(notes, 'words')
  await workspace.dropFiles([text, stub, notes])
  const cards = page.getByTestId('import-card')
  await expect(cards).toHaveCount(3)
  await expect(page.getByTestId('import-failure')).toHaveCount(3)
  await expect(cards.filter({ hasText: 'lyrics.wav' })).toContainText('WAV, FLAC, MP3 or OGG')
  await expect(cards.filter({ hasText: 'stub.flac' })).toContainText('damaged')
  await expect(cards.filter({ hasText: 'notes.txt' })).toContainText('nothing that Wireharp reads')
  await expect(workspace.nodeElements).toHaveCount(1)
  expect(await workspace.history()).toEqual([])
  for (let left = 3; left > 0; left--) await cards.first().getByLabel('Dismiss').click()
  await expect(cards).toHaveCount(0)
})

test('E-18 a file that is cut off is taken in as far as it goes, and says so', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const cut = join(session.home, 'cut.wav')
  writeFileSync(cut, readFileSync(sound('tone.wav')).subarray(0, 20_000))
  await workspace.dropFiles([cut])
  await expect(page.getByRole('img', { name: 'Waveform of cut.wav' })).toBeVisible()
  await expect(page.getByTestId('import-warning')).toContainText('cut off')
  await page.getByTestId('import-card').getByLabel('Dismiss').click()
  await expect(page.getByTestId('import-card')).toHaveCount(0)
})

test('E-18 a project that is dropped says how to open it with its sounds', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  await workspace.saveAs('Dropped')
  await workspace.dropFiles([join(session.home, 'Wireharp/Dropped.wireharp')])
  await expect(page.getByTestId('import-failure')).toContainText('audio folder')
  await page.getByTestId('import-action').click()
  await expect(page.getByTestId('open-dialog')).toBeVisible()
  await expect(page.getByTestId('import-card')).toHaveCount(0)
})
