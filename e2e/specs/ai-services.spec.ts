import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'

const sound = join(import.meta.dirname, '../../resources/demos/audio/harp.flac')

test('S0-22 S0-23 a service of another Wireharp is added with its token, seen online, and removed', async ({
  workspace,
  session,
}) => {
  const { page } = workspace
  const other = spawn(
    process.execPath,
    ['bin/wireharp.mjs', 'serve-plugin', 'stems/shape', '--port', '0', '--token', 't', '--json'],
    {
      env: { ...process.env, WIREHARP_HOME: join(session.home, 'other') },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  try {
    const said = await new Promise<string>(resolve => {
      createInterface({ input: other.stdout }).once('line', resolve)
    })
    const url = /http:[^"]+/.exec(said)?.[0] ?? ''
    await workspace.choose('tools.ai-services')
    const dialog = page.getByTestId('ai-services-dialog')
    await expect(dialog).toContainText('No services yet')
    await dialog.getByLabel('Address of the service').fill(url)
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toContainText('service-token-wrong')
    await dialog.getByLabel('Its token').fill('t')
    await page.keyboard.press('Enter')
    const row = dialog.getByTestId('ai-service')
    await expect(row).toHaveAttribute('data-state', 'online')
    await expect(row).toContainText('stem-separation')
    expect(await axeProblems(page, '[role=dialog]')).toEqual([])
    // S0-23: a sound is taken apart there: four files as long as it, with a log.
    await dialog.getByRole('switch', { name: 'Separate stems by Stems by shape' }).click()
    await page.keyboard.press('Escape')
    await workspace.dropFile(sound, { x: 120, y: 80 })
    const player = workspace.node('harp.flac')
    await player.click({ position: { x: 60, y: 12 }, button: 'right' })
    await page.getByTestId('nodes.stems').click()
    for (const stem of ['Vocals', 'Drums', 'Bass', 'Other']) {
      await expect(workspace.device(stem)).toBeVisible({ timeout: 40_000 })
    }
    await page.getByTestId('dock-jobs').click()
    const job = page.getByTestId('job').first()
    await expect(job).toHaveAttribute('data-state', 'completed')
    await job.getByRole('button', { name: /^Show the log/ }).click()
    await expect(job).toContainText('The service took it as')
    const media = join(session.home, 'data/media/services')
    const [folder = ''] = readdirSync(media)
    const sizes = readdirSync(join(media, folder)).map(
      file => statSync(join(media, folder, file)).size,
    )
    expect(sizes).toHaveLength(4)
    expect(new Set(sizes).size).toBe(1)
    await workspace.choose('tools.ai-services')
    await dialog.getByRole('button', { name: 'Remove Stems by shape' }).click()
    await expect(dialog).toContainText('No services yet')
  } finally {
    other.kill('SIGTERM')
  }
})
