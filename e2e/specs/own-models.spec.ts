import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp, wireharp } from '../fixtures/start-app'
import { writeWav } from '../pages/wav-file'
import { Workspace } from '../pages/workspace'

/** A second of silence, a second of a tone, a second of noise. */
function sound(time: number): number {
  if (time < 1) return 0
  return time < 2 ? 0.5 * Math.sin(2 * Math.PI * 220 * time) : 0.25 * Math.sin(time * time * 1e9)
}

test('S1-05 a plugin with a model of its own: made, installed, asked about, and run', async ({
  page,
}) => {
  test.slow()
  using home = makeHome()
  const folder = join(home.path, 'keep-tones')
  for (const line of [
    ['new', folder, '--kind', 'model'],
    ['install', folder],
  ]) {
    expect(await wireharp(home.path, ['plugin', ...line])).toMatchObject({ code: 0 })
  }
  const song = writeWav(join(home.path, 'song.wav'), 3, sound)
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  await workspace.dropFile(song, { x: 60, y: 60 })
  const player = workspace.node('song')
  await workspace.quickAdd('keep tones', 'keep-tones/keep-tones', { x: 420, y: 60 })
  const keeper = workspace.device('Keep tones')
  await workspace.wire(workspace.port(player, 'out', 'clip'), workspace.port(keeper, 'in', 'clip'))
  await keeper.locator('[data-testid^="run-"]').click()

  // It is somebody else’s: its model runs when that was allowed.
  const dialog = page.getByTestId('permission-dialog')
  await expect(dialog).toContainText('Keep tones')
  await expect(page.getByTestId('permission-wish')).toContainText('tone')
  await page.getByTestId('permission-session').click()
  const card = keeper.locator('[data-testid^="clip-"]')
  await expect(card).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  await expect(keeper.getByRole('img', { name: /Waveform of/ })).toHaveCount(1)
})
