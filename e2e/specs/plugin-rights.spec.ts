import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Workspace } from '../pages/workspace'

/** A web service of this machine that answers with a number, and counts who asks. */
async function numberService() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers['user-agent'] ?? '')
    response.setHeader('content-type', 'application/json').end('{"now":{"value":40}}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return { asked, port, [Symbol.dispose]: () => void server.close() }
}

/** Settings by which the node *HTTP reading* reads that service. */
function readFrom(home: string, port: number): void {
  mkdirSync(join(home, 'config'), { recursive: true })
  const settings = `url: http://127.0.0.1:${port}/\n      field: now.value\n`
  writeFileSync(
    join(home, 'config/config.yaml'),
    `plugins:\n  builtin:\n    http-reading:\n      ${settings}`,
  )
}

test('S1-19 a plugin that wants the network asks first; what is allowed counts, and can be taken back', async ({
  page,
}) => {
  using home = makeHome()
  using service = await numberService()
  readFrom(home.path, service.port)
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  await workspace.add('http-reading/value', { x: 60, y: 60 })
  // It is selected, so that the inspector wants its reading.
  const dialog = page.getByTestId('permission-dialog')
  await expect(dialog).toContainText('HTTP reading')
  await expect(page.getByTestId('permission-wish')).toHaveText(
    `Talk to the network: 127.0.0.1:${service.port}`,
  )
  await expect(dialog).toContainText('your own network')
  expect(service.asked).toEqual([])
  await page.getByTestId('permission-always').click()
  await expect(dialog).toBeHidden()
  await expect.poll(() => service.asked.length).toBeGreaterThan(0)
  expect(service.asked[0]).toBe('Wireharp (plugin http-reading)')
  await expect(page.getByTestId('sensor-reading')).toHaveText('40.0')

  await workspace.choose('tools.permissions')
  const grants = page.getByTestId('grants')
  await expect(grants).toContainText('http-reading')
  await expect(grants).toContainText('allowed')
  await page.getByTestId('revoke').click()
  await expect(page.getByTestId('grants-dialog')).toContainText('No plugin has asked')
  await page.keyboard.press('Escape')

  // What became of each wish stands on the plugin’s page.
  await workspace.choose('tools.plugins')
  await page.getByTestId('plugins-dialog').locator('[data-plugin="http-reading"]').click()
  const uses = page.getByTestId('rights-used')
  await expect(uses).toContainText('you allowed it')
  await expect(uses).toContainText('taken back')
})

test('S1-19 a sensor that was denied what it needs says so where its value would be, and reads once it is allowed', async ({
  page,
}) => {
  using home = makeHome()
  using service = await numberService()
  readFrom(home.path, service.port)
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  await workspace.add('http-reading/value', { x: 60, y: 60 })
  await page.getByTestId('permission-deny').click()
  await expect(page.getByTestId('sensor-problem')).toContainText('HTTP reading may not do this')
  await workspace.choose('tools.permissions')
  await page.getByTestId('revoke').click()
  // It tries again by itself, and so asks again.
  await page.getByTestId('permission-session').click({ timeout: 40_000 })
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('sensor-reading')).toHaveText('40.0', { timeout: 20_000 })
})

test('S1-27 a view of a plugin shows its node, turns its parameter, and reaches nothing else', async ({
  page,
}) => {
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  const source = await workspace.add('oscillator/oscillator', { x: 60, y: 60 })
  const orbit = await workspace.add('orbit/orbit', { x: 380, y: 60 })
  await workspace.wire(workspace.port(source, 'out'), workspace.port(orbit, 'in'))
  await workspace.wire(
    workspace.port(orbit, 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await workspace.play()
  await orbit.click({ position: { x: 60, y: 12 } })

  const view = page.frameLocator('[data-testid="plugin-view"]')
  const body = view.locator('body')
  await expect.poll(async () => Number(await body.getAttribute('data-level'))).toBeGreaterThan(0.1)
  await view.locator('input').fill('-20')
  await expect(page.getByTestId('inspector-gain')).toHaveAttribute('aria-valuenow', '-20')

  const reached = await body.evaluate(async () => {
    const tries: Record<string, () => unknown> = {
      page: () => parent.document.title,
      storage: () => localStorage.length,
      cookies: () => document.cookie,
      network: () => fetch('/api/plugins'),
      elsewhere: () => fetch('https://example.org/'),
    }
    const found: string[] = []
    for (const [name, attempt] of Object.entries(tries)) {
      try {
        await attempt()
        found.push(name)
      } catch {
        // As it should be.
      }
    }
    return { found, origin: self.origin }
  })
  expect(reached).toEqual({ found: [], origin: 'null' })
})
