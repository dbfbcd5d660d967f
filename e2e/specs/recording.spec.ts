import { join } from 'node:path'
import { chromiumArgs, chromiumPath } from '../../src/main/kit/testing/chromium'
import { makeHome, startApp, wireharp } from '../fixtures/start-app'
import { expect, test } from '../pages/session'
import { Workspace } from '../pages/workspace'

// A microphone that hears a sine of 1 kHz at −12 dBFS, over and over.
const sine = join(import.meta.dirname, '../fixtures/sounds/sine-1k-12db.wav')
test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: [
      ...chromiumArgs,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${sine}`,
    ],
  },
})

/** A click on the tab that is open, as it may be from the last time, would close it. */
async function showPanel({ page }: Workspace): Promise<void> {
  const tab = page.getByTestId('dock-record')
  if ((await tab.getAttribute('data-state')) !== 'active') await tab.click()
}

async function openInput(workspace: Workspace): Promise<void> {
  const { page } = workspace
  await showPanel(workspace)
  await page.getByTestId('input-open').click()
  await expect
    .poll(async () => Number(await page.getByTestId('input-meter').getAttribute('aria-valuenow')))
    .toBeGreaterThan(0.2)
}

test('E-14 the microphone is recorded on a new track where it was played, and is heard again; the last minutes are kept', async ({
  workspace,
  session,
  page,
}) => {
  await openInput(workspace)
  await page.getByTestId('record-toggle').click()
  await expect(page.getByTestId('take-state')).toHaveText(/^Recording, [2-9] s$/, {
    timeout: 20_000,
  })
  await page.getByTestId('record-toggle').click()
  await expect(workspace.device('Audio Track')).toBeVisible({ timeout: 15_000 })
  await page.getByTestId('input-close').click()
  await workspace.settled()
  expect((await workspace.history()).join()).toContain('Record')
  // What was recorded sounds as it was, −12 dBFS, but for the 3 dB by which a track’s pan lowers mono in the middle.
  await workspace.saveAs('Taken')
  const path = join(session.home, 'Wireharp/Taken.wireharp')
  const file = join(session.home, 'taken.wav')
  const { stdout } = await wireharp(session.home, [
    'render',
    path,
    '--out',
    file,
    '--to',
    '2',
    '--json',
  ])
  expect(stdout).toMatch(/"peakDb":-15\.0/)
  await workspace.play()
  await expect(page.getByTestId('position')).toContainText(/0:0[1-9]/)
  await workspace.stop()
  await page.getByTestId('keep-heard').click()
  await expect(page.getByTestId('toast-done').last()).toContainText(
    /Kept \d+ seconds of what was heard/,
  )
})

test('E-14 a recording that kill −9 cut off is there after the next start, but for less than a second', async ({
  page,
}) => {
  using home = makeHome()
  const began = await startApp(home.path)
  const workspace = await Workspace.open(page, began.url)
  await workspace.newProject()
  await workspace.saveAs('Cut off')
  await openInput(workspace)
  await page.getByTestId('record-toggle').click()
  await expect(page.getByTestId('take-state')).toHaveText(/^Recording, [3-9] s$/, {
    timeout: 20_000,
  })
  const text = await page.getByTestId('take-state').textContent()
  const recorded = Number(text?.match(/\d+/)?.[0])
  await began.crash()
  await using app = await startApp(home.path)
  const again = await Workspace.open(page, app.url)
  await expect(again.title).toHaveValue('Cut off')
  await showPanel(again)
  const left = page.getByTestId('left-take')
  const seconds = Number((await left.textContent())?.match(/(\d+\.\d) s/)?.[1])
  expect(seconds).toBeGreaterThan(recorded - 1)
  await left.getByRole('button', { name: 'Recover' }).click()
  await expect(again.device('Audio Track')).toBeVisible()
  await expect(left).toBeHidden()
})
