import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../pages/session'

test('E-22 export: format, range, folder, result; a file that exists asks before it is replaced', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  await workspace.chain()
  const folder = join(session.home, 'Wireharp/Takes')
  mkdirSync(folder, { recursive: true })
  await page.keyboard.press('Control+e')
  await page.getByTestId('export-path').fill(join(session.home, 'Wireharp/take.wav'))
  await page.getByTestId('export-browse').click()
  await page.getByTestId('folder-list').getByRole('button', { name: 'Takes' }).click()
  const out = join(folder, 'take.wav')
  await expect(page.getByTestId('export-path')).toHaveValue(out)

  await page.getByTestId('export-format').click()
  await page.getByRole('menuitemradio', { name: 'WAV, 16 bit' }).click()
  await page.getByTestId('export-range').getByText('From – to').click()
  await page.getByTestId('export-from').fill('2')
  await page.getByTestId('export-to').fill('1')
  await page.getByTestId('export-to').press('Enter')
  await expect(page.getByTestId('export-dialog')).toContainText('must end after it begins')
  await expect(page.getByTestId('export-start')).toBeDisabled()
  await page.getByTestId('export-to').fill('0:03')
  await page.getByTestId('export-to').press('Enter')
  await page.getByTestId('export-start').click()
  await expect(page.getByTestId('export-result')).toContainText('0:01.000')
  // One second of 16 bit stereo, and its head.
  expect(statSync(out).size).toBeGreaterThan(192_000)
  expect(statSync(out).size).toBeLessThan(200_000)

  await page.keyboard.press('Escape')
  await expect(page.getByTestId('export-dialog')).toBeHidden()
  const first = statSync(out).mtimeMs
  await page.keyboard.press('Control+e')
  await page.getByTestId('export-path').fill(out)
  await page.getByTestId('export-start').click()
  await expect(page.getByTestId('export-failure')).toContainText('may be replaced')
  expect(statSync(out).mtimeMs).toBe(first)
  await expect(page.getByTestId('export-start')).toHaveText('Replace')
  await page.getByTestId('export-start').click()
  await expect(page.getByTestId('export-result')).toBeVisible({ timeout: 30_000 })
  expect(statSync(out).mtimeMs).toBeGreaterThan(first)
})

test('E-22 an export that is dropped opens its project, or is added as a sound', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  await workspace.chain()
  const nodes = await workspace.nodeElements.count()
  const out = join(session.home, 'Wireharp/carried.flac')
  mkdirSync(join(session.home, 'Wireharp'), { recursive: true })
  await page.keyboard.press('Control+e')
  await page.getByTestId('export-path').fill(out.replace('.flac', '.wav'))
  await page.getByTestId('export-format').click()
  await page.getByRole('menuitemradio', { name: 'FLAC, 24 bit' }).click()
  await expect(page.getByTestId('export-path')).toHaveValue(out)
  await page.getByTestId('export-loudness').click()
  await page.getByTestId('export-start').click()
  await expect(page.getByTestId('export-result')).toContainText('LUFS', { timeout: 30_000 })
  await page.keyboard.press('Escape')

  await workspace.dropFiles([out])
  await page.getByRole('button', { name: 'Open the project' }).click()
  await expect.poll(() => workspace.history()).toEqual([])
  await expect(workspace.nodeElements).toHaveCount(nodes)

  await workspace.dropFiles([out])
  await page.getByRole('button', { name: 'Add the sound' }).click()
  await expect(page.getByRole('img', { name: 'Waveform of carried.flac' })).toBeVisible()
  await expect(workspace.nodeElements).toHaveCount(nodes + 1)
})

test('E-22 a cancelled export leaves no file', async ({ workspace, session }) => {
  const { page } = workspace
  const { effect } = await workspace.chain()
  await page.keyboard.press('Escape')
  await page.getByTestId('project-length').fill('60:00')
  await page.getByTestId('project-length').press('Enter')
  await expect(effect).toBeVisible()
  const folder = join(session.home, 'Wireharp/Cancelled')
  mkdirSync(folder, { recursive: true })
  await page.keyboard.press('Control+e')
  await page.getByTestId('export-path').fill(join(folder, 'long.wav'))
  await page.getByTestId('export-start').click()
  const bar = page.getByRole('progressbar', { name: 'Export' })
  await expect
    .poll(async () => Number(await bar.getAttribute('aria-valuenow')), { intervals: [50] })
    .toBeGreaterThan(0)
  await expect(page.getByTestId('export-state')).toContainText('left')
  await page.getByTestId('export-cancel').click()
  await expect(page.getByTestId('export-failure')).toContainText('no file was left')
  await expect.poll(() => readdirSync(folder)).toEqual([])
})

test('E-19 save as over another project asks; recent projects and the folder open them again', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  await workspace.saveAs('First')
  await expect(workspace.title).toHaveValue('First')
  await workspace.newProject()
  // Another that is not open.
  copyFileSync(
    join(session.home, 'Wireharp/First.wireharp'),
    join(session.home, 'Wireharp/Old.wireharp'),
  )
  await workspace.add('noise/noise', { x: 100, y: 100 })
  await workspace.choose('project.save-as')
  await page.getByTestId('save-as-name').fill('Old')
  await page.getByTestId('save-as-confirm').click()
  await expect(page.getByTestId('save-as-failure')).toContainText('may be replaced')
  await page.getByTestId('save-as-name').fill('Second')
  await expect(page.getByTestId('save-as-confirm')).toHaveText('Save')
  await page.getByTestId('save-as-confirm').click()
  await expect(page.getByTestId('save-as-dialog')).toBeHidden()
  expect(existsSync(join(session.home, 'Wireharp/Second.wireharp'))).toBe(true)

  await page.keyboard.press('Control+o')
  await page
    .getByRole('group', { name: 'Recent projects' })
    .getByRole('button', { name: /^First/ })
    .click()
  await expect(workspace.title).toHaveValue('First')
  await expect(workspace.device('Noise')).toBeHidden()

  await page.keyboard.press('Control+o')
  await page.getByTestId('folder-list').getByRole('button', { name: 'Second.wireharp' }).click()
  await page.getByTestId('open-confirm').click()
  await expect(workspace.device('Noise')).toBeVisible()

  await page.keyboard.press('Control+o')
  await page.getByTestId('open-path').fill(join(session.home, 'nowhere.wireharp'))
  await page.getByTestId('open-confirm').click()
  await expect(page.getByTestId('open-failure')).toContainText('Check the path')
  await expect(workspace.device('Noise')).toBeVisible()
})
