import { join } from 'node:path'
import { expect, test } from '../pages/session'

const sound = join(import.meta.dirname, '../../resources/demos/audio/harp.flac')

test('S0-09 S0-20 stems of a node come beside it, wired as it was, and one undo takes them back', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.dropFile(sound, { x: 120, y: 80 })
  const player = workspace.node('harp.flac')
  await expect(player).toBeVisible()
  await player.click({ position: { x: 60, y: 12 }, button: 'right' })
  await page.getByTestId('nodes.stems').click()
  await page.getByTestId('dock-jobs').click()
  const job = page.getByTestId('job').filter({ hasText: 'Stems of “harp.flac”' })
  await expect(job).toBeVisible()
  await expect(workspace.device('Harmonic')).toBeVisible({ timeout: 40_000 })
  await expect(workspace.device('Percussive')).toBeVisible()
  await expect(job).toHaveAttribute('data-state', 'completed')
  expect((await workspace.history())[0]).toContain('Add 2 stems')
  await page.keyboard.press('Control+z')
  await expect(workspace.device('Harmonic')).toHaveCount(0)

  // What it made is shown in the library, and nothing else.
  await job.getByTestId('job-reveal').click()
  await expect(page.getByTestId('library-count')).toHaveText('2 sounds', { timeout: 20_000 })
  await expect(page.getByTestId('library-list')).toContainText('harmonic')

  // What was done once is not done again: the job is over at once.
  await player.click({ position: { x: 60, y: 12 }, button: 'right' })
  await page.getByTestId('nodes.stems').click()
  await expect(workspace.device('Harmonic')).toBeVisible({ timeout: 10_000 })
})
