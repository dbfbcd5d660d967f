import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'
import { writeWav } from '../pages/wav-file'
import { Workspace } from '../pages/workspace'

let folder: string
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-e2e-clips-'))
})
test.afterAll(() => rmSync(folder, { recursive: true }))

/** A chord with strokes over it. */
function mix(name: string, seconds: number): string {
  return writeWav(join(folder, name), seconds, time => {
    const chord = [220, 330, 495].reduce((sum, f) => sum + Math.sin(2 * Math.PI * f * time), 0)
    const stroke = Math.exp(-((time * 2) % 1) * 120) * Math.sin((time * 44_100) ** 2)
    return 0.12 * chord + 0.27 * stroke
  })
}

const card = (node: Locator) => node.locator('[data-testid^="clip-"]')
const button = (node: Locator, which: 'run' | 'cancel') =>
  node.locator(`[data-testid^="${which}-"]`)

/** A player with a sound, wired to a node that takes it apart. */
async function separator(workspace: Workspace, sound: string): Promise<Locator> {
  await workspace.dropFile(sound, { x: 60, y: 60 })
  const player = workspace.node('mix')
  await expect(player).toBeVisible()
  const separate = await workspace.add('separate/separate', { x: 420, y: 60 })
  await workspace.wire(
    workspace.port(player, 'out', 'clip'),
    workspace.port(separate, 'in', 'clip'),
  )
  await expect(card(separate)).toContainText(/press run/i)
  return separate
}

test('S0-09 a mix is taken apart by a node: ghost, progress, clips that play, one undo, and free the second time', async ({
  workspace,
}) => {
  const { page } = workspace
  const separate = await separator(workspace, mix('mix.wav', 10))
  await expect(card(separate)).toHaveAttribute('data-state', 'empty')
  await button(separate, 'run').click()
  await expect(card(separate)).toHaveAttribute('data-state', /waiting|running/)
  await expect(separate.getByRole('img', { name: 'Shape of what goes in' })).toBeVisible()
  await expect(card(separate)).toHaveAttribute('data-state', 'done', { timeout: 60_000 })
  await expect(card(separate)).toContainText('no model')
  await expect(separate.getByRole('img', { name: /Waveform of/ })).toHaveCount(4)

  const drums = await workspace.add('player/player', { x: 760, y: 60 })
  await workspace.wire(
    workspace.port(separate, 'out', 'drums'),
    workspace.port(drums, 'in', 'clip'),
  )
  await expect(workspace.cables).toHaveCount(2)
  await expect(drums).toContainText('drums.wav')
  expect(await axeProblems(page, '.react-flow__nodes')).toEqual([])

  // Drums and rest is something else than four stems.
  await separate.click({ position: { x: 16, y: 12 } })
  await page.getByTestId('inspector-into').getByText('Drums and rest').click()
  await expect(card(separate)).toHaveAttribute('data-state', 'stale')
  await page.keyboard.press('Control+z')
  await expect(card(separate)).toHaveAttribute('data-state', 'done')
})

test('S0-09 music of words is refused plainly while its model is not here', async ({
  workspace,
}) => {
  const node = await workspace.add('generate/generate', { x: 200, y: 80 })
  await button(node, 'run').click()
  await expect(card(node)).toHaveAttribute('data-state', 'failed')
  await expect(card(node)).toContainText('prompt')
})

test('F03 Wireharp is killed while a node works: opened again, it goes on and delivers', async ({
  browser,
}) => {
  test.slow()
  using home = makeHome()
  const first = await startApp(home.path)
  const page = await browser.newPage()
  const workspace = await Workspace.open(page, first.url)
  await workspace.newProject()
  const separate = await separator(workspace, mix('mix.wav', 40))
  await button(separate, 'run').click()
  await expect(card(separate)).toHaveAttribute('data-state', 'running')
  await first.crash()
  await page.close()

  await using second = await startApp(home.path)
  const again = await browser.newPage()
  await Workspace.open(again, second.url)
  const cards = again.locator('[data-testid^="clip-separate"]')
  await expect(cards).toHaveAttribute('data-state', 'done', { timeout: 90_000 })
  await again.close()
})
