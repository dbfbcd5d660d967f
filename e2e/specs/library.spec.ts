import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { axeProblems } from '../pages/axe'
import { Workspace } from '../pages/workspace'
import { makeSound, wavOf } from '../../src/main/inference/host/listen/testing/make-sounds'

const families = ['kick', 'hat', 'bass', 'sweep', 'chirps'] as const
const EACH = 6

/** Sounds that are near one another by family, and a file that is none. */
function library(): Disposable & { readonly path: string } {
  // Folders are searched too: no word of the path may begin with a number.
  const path = mkdtempSync(join(tmpdir(), 'wireharp-library-sounds'))
  for (const family of families) {
    mkdirSync(join(path, family))
    for (let seed = 1; seed <= EACH; seed++) {
      writeFileSync(join(path, family, `${family} ${seed}.wav`), wavOf(makeSound(family, seed)))
    }
  }
  writeFileSync(join(path, 'broken.wav'), 'RIFF????WAVE')
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

test('S0-24 a folder of sounds is heard, searched, found by ear, played as a playlist, and used', async ({
  page,
}) => {
  using home = makeHome()
  using sounds = library()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()

  // An empty library says what it is for.
  await page.getByTestId('tab-library').click()
  await page.getByTestId('library-begin').click()
  await page.getByTestId('add-folder-path').fill(sounds.path)
  await page.getByTestId('add-folder-confirm').click()
  await expect(page.getByTestId('library-count')).toHaveText('30 sounds', { timeout: 30_000 })
  await page.getByTestId('library-failed').click()
  await expect(page.getByTestId('library-failures')).toContainText('broken.wav')
  await page.keyboard.press('Escape')

  // By words, by the keyboard.
  await page.getByTestId('library-search').fill('chirps 2')
  await expect(page.getByTestId('library-count')).toHaveText('1 sound')
  await page.getByTestId('library-search').press('ArrowDown')
  const list = page.getByTestId('library-list')
  await expect(list).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Stop chirps 2' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Listen to chirps 2' })).toBeVisible()

  // By ear: of the five nearest, four are of its family.
  await page.keyboard.press('Shift+F')
  await expect(page.getByTestId('library-title')).toHaveText('Like “chirps 2”')
  const names = await list
    .getByRole('treeitem')
    .evaluateAll(rows => rows.slice(0, 5).map(row => row.getAttribute('aria-label') ?? ''))
  expect(names.filter(name => name.startsWith('chirps')).length).toBeGreaterThanOrEqual(4)

  // As a playlist that plays.
  await page.getByTestId('library-back').click()
  await page.getByTestId('library-search').fill('kick 3')
  await page.getByTestId('sound-kick 3').click({ button: 'right' })
  await page.getByTestId('sound-play-similar').click()
  const name = page.getByRole('textbox', { name: 'Name of the playlist' })
  await expect(name).toHaveValue('Like “kick 3”')
  await expect(list.getByRole('treeitem').first()).toHaveAccessibleName(/^kick 3/)
  await expect(page.getByRole('button', { name: /^Stop kick/ })).toBeVisible()
  await expect(page.getByTestId('library-playlists')).toHaveText('1')

  // Onto the canvas; then what the node plays is looked for.
  await page.getByTestId('library-back').click()
  await page.getByTestId('library-search').fill('bass 1')
  await page.getByTestId('sound-bass 1').dragTo(page.locator('.react-flow__pane'), {
    targetPosition: { x: 120, y: 90 },
  })
  const player = page.locator('.react-flow__node').filter({ hasText: 'bass 1' })
  await expect(player).toBeVisible()
  await player.click({ position: { x: 60, y: 12 }, button: 'right' })
  await page.getByTestId('nodes.similar').click()
  await expect(page.getByTestId('library-title')).toHaveText(/^Like “bass 1/)
  await expect(list.getByRole('treeitem').first()).toHaveAccessibleName(/^bass/)

  // The folder has moved: its sounds are what they were, where it is now.
  const moved = `${sounds.path}-moved`
  using _moved = { [Symbol.dispose]: () => rmSync(moved, { recursive: true, force: true }) }
  renameSync(sounds.path, moved)
  const folder = page.getByTestId(/^library-folder-/)
  await folder.getByRole('button', { name: /: more$/ }).click()
  await page.getByTestId('folder-moved').click()
  await page.getByTestId('find-sound-path').fill(`${moved}-nowhere`)
  await page.getByTestId('find-sound-confirm').click()
  await expect(page.getByTestId('find-sound-failure')).toBeVisible()
  expect(await axeProblems(page, '[data-testid="find-sound-dialog"]')).toEqual([])
  await page.getByTestId('find-sound-path').fill(moved)
  await page.getByTestId('find-sound-confirm').click()
  await expect(page.getByTestId('find-sound-dialog')).toBeHidden()
  await expect(folder).toContainText(moved.replace(/^.*\//, ''))
  await page.getByTestId('library-back').click()
  await page.getByTestId('library-search').fill('')
  await expect(page.getByTestId('library-count')).toHaveText('30 sounds')
  await expect(folder).not.toContainText('missing')

  expect(await axeProblems(page, '[data-area="library"]')).toEqual([])
})
