import { expect, test as base, type Page } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { test } from '../pages/session'
import { Workspace } from '../pages/workspace'

const tab = (page: Page, title: string) =>
  page.getByTestId('tab').filter({ has: page.getByRole('button', { name: title, exact: false }) })

async function named(workspace: Workspace, title: string): Promise<void> {
  await workspace.title.fill(title)
  await workspace.title.press('Enter')
}

async function addByName({ page }: Workspace, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-search').fill(`+${name}`)
  await page.keyboard.press('Enter')
}

test('E-20 several projects in tabs: the one that sounds is marked, each keeps its own state', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.chain()
  await named(workspace, 'Alpha')
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  await workspace.newProject()
  await workspace.add('noise/noise', { x: 100, y: 100 })
  await named(workspace, 'Beta')
  await expect(tab(page, 'Beta')).toHaveAttribute('data-shown', 'true')
  // Alpha goes on sounding while Beta is looked at, and Beta's play button is up.
  await expect(tab(page, 'Alpha')).toHaveAttribute('data-sounding', 'true')
  await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)

  await tab(page, 'Alpha').getByRole('button').first().click()
  await expect(workspace.title).toHaveValue('Alpha')
  await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'true')
  await expect(workspace.cables).toHaveCount(2)
  await workspace.stop()
  await expect(tab(page, 'Alpha')).toHaveAttribute('data-sounding', 'false')

  // By keyboard: back to Beta, moved to the left of Alpha, closed, and opened again with its history.
  await page.keyboard.press('Alt+PageDown')
  await expect(workspace.title).toHaveValue('Beta')
  const titles = async () => (await page.getByTestId('tab').allTextContents()).slice(-2)
  expect(await titles()).toEqual(['Alpha', 'Beta'])
  await tab(page, 'Beta').getByRole('button').first().focus()
  await page.keyboard.press('Shift+ArrowLeft')
  expect(await titles()).toEqual(['Beta', 'Alpha'])
  await page.keyboard.press('Alt+w')
  await expect(workspace.title).toHaveValue('Alpha')
  await expect(tab(page, 'Beta')).toHaveCount(0)
  await page.keyboard.press('Alt+Shift+T')
  await expect(workspace.title).toHaveValue('Beta')
  expect(await workspace.history()).toContainEqual(expect.stringContaining('Add Noise'))
})

test('E-20 two windows on one project agree, and closing a tab in one leaves the other', async ({
  workspace,
  context,
  session,
}) => {
  await workspace.add('noise/noise', { x: 100, y: 100 })
  await named(workspace, 'Shared')
  await workspace.settled()
  const other = await Workspace.open(await context.newPage(), `${session.origin}/#`)
  await expect(other.title).toHaveValue('Shared')
  await expect(other.device('Noise')).toBeVisible()
  await addByName(other, 'gain')
  await expect(workspace.device('Gain')).toBeVisible()
  await workspace.page.keyboard.press('Escape')
  await workspace.undo()
  await expect(other.device('Gain')).toBeHidden()
  await other.page.keyboard.press('Alt+w')
  await expect(other.title).not.toHaveValue('Shared')
  await addByName(workspace, 'delay')
  await expect(workspace.device('Delay')).toBeVisible()
  await workspace.settled()
  await other.page.close()
})

base('E-20 after a crash the user chooses: edits, file or both', async ({ page }) => {
  using home = makeHome()
  {
    const app = await startApp(home.path)
    const workspace = await Workspace.open(page, app.url)
    await workspace.newProject()
    await workspace.add('noise/noise', { x: 100, y: 100 })
    await workspace.saveAs('Night')
    await workspace.add('gain/gain', { x: 300, y: 300 })
    await workspace.settled()
    await app.crash()
  }
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await expect(page.getByTestId('recovery')).toContainText(
    '1 edit that was not saved to the file is back.',
  )
  await page.getByTestId('recovery-both').click()
  await expect(workspace.title).toHaveValue('Night (as saved)')
  await expect(workspace.device('Gain')).toHaveCount(0)
  await page.keyboard.press('Alt+PageUp')
  await expect(workspace.title).toHaveValue('Night')
  await expect(workspace.device('Gain')).toBeVisible()
  await expect(page.getByTestId('recovery')).toBeHidden()
})
