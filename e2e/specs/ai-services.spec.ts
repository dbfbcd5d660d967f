import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { axeProblems } from '../pages/axe'
import { expect, test } from '../pages/session'

test('S0-22 a service of another Wireharp is added with its token, seen online, and removed', async ({
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
    await expect(row).toContainText('Separates stems')
    expect(await axeProblems(page, '[role=dialog]')).toEqual([])
    await dialog.getByRole('button', { name: 'Remove Stems by shape' }).click()
    await expect(dialog).toContainText('No services yet')
  } finally {
    other.kill('SIGTERM')
  }
})
