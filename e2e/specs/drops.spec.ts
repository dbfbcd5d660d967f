import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dropOn, hintOver } from '../pages/drops'
import { expect, test } from '../pages/session'
import { boxOf } from '../pages/workspace'

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
