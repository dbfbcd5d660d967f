import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { parseProject } from '#shared/graph'
import { unwrap } from '#shared/kit'
import { makeHome, startApp, wireharp } from '../fixtures/start-app'
import { Marketplace, putWarmUp } from '../pages/marketplace'
import { Workspace } from '../pages/workspace'

test.setTimeout(240_000)

const TOKEN = 'npm_tell-nobody'

test('M-01 a registry that lets in only whom it knows is given its token in the panel; no page ever gets it back', async ({
  page,
}) => {
  using home = makeHome()
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return response.writeHead(401).end()
    const isSearch = request.url?.startsWith('/-/v1/search') === true
    return response.writeHead(isSearch ? 200 : 404).end('{"objects":[],"total":0}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  const address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`
  try {
    await using app = await startApp(home.path)
    const told: string[] = []
    page.on('websocket', socket =>
      socket.on('framereceived', ({ payload }) => told.push(payload.toString())),
    )
    await Workspace.open(page, app.url)
    const market = new Marketplace(page)
    await market.open()
    const registry = await market.addRegistry('company', address)
    await expect(registry).toContainText('wants a token')
    await expect(registry).toContainText('registry-token-wrong')
    await registry.getByRole('button', { name: 'Token of company' }).click()
    await registry.getByLabel('Token of company', { exact: true }).last().fill('wrong')
    await registry.getByRole('button', { name: 'Use this token' }).click()
    await expect(registry).toContainText('does not let our token in')
    await registry.getByRole('button', { name: 'Token of company' }).click()
    await registry.getByLabel('Token of company', { exact: true }).last().fill(TOKEN)
    await registry.getByRole('button', { name: 'Use this token' }).click()
    await expect(registry).toContainText('asked with a token')
    await expect(registry).toHaveAttribute('data-state', 'fresh')
    expect(seen).toContain(`Bearer ${TOKEN}`)
    expect(told.length).toBeGreaterThan(5)
    expect(told.some(text => text.includes(TOKEN))).toBe(false)
    expect(await page.content()).not.toContain(TOKEN)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('M-02 M-05 a project of another major version plays with it beside the one that is installed, and with either; it is undone, saved and opened so', async ({
  page,
}) => {
  using home = makeHome()
  const shelf = join(home.path, 'shelf')
  mkdirSync(shelf)
  const song = join(home.path, 'song.wireharp')
  for (const line of [
    ['plugin', 'keygen'],
    ['registry', 'add', 'shelf', shelf],
    ['plugin', 'publish', putWarmUp(home.path, '1.0.0'), '--to', 'shelf', '--no-check'],
    ['plugin', 'publish', putWarmUp(home.path, '2.0.0'), '--to', 'shelf', '--no-check'],
    ['plugin', 'install', 'warm-up@2.0.0', '--agree'],
    ['new', song],
  ]) {
    // oxlint-disable-next-line no-await-in-loop
    const done = await wireharp(home.path, line)
    expect(done, `${line.join(' ')}: ${done.stderr}`).toMatchObject({ code: 0 })
  }
  const saved = () => unwrap(parseProject(readFileSync(song, 'utf8')))
  const first = saved()
  for (const [at, id] of ['a', 'b'].entries()) {
    first.graph.nodes[id] = {
      ...{ id, type: 'warm-up/warm-up', position: { x: 80, y: 40 + 200 * at } },
      ...{ params: { gain: -3 }, data: { kept: id } },
    }
  }
  first.plugins['warm-up'] = { version: '1.0.0', name: 'Warm Up', nodes: { 'warm-up': 'Warm Up' } }
  writeFileSync(song, JSON.stringify(first))
  const types = () =>
    Object.values(saved().graph.nodes)
      .map(({ type }) => type)
      .toSorted()

  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await page.keyboard.press('Control+o')
  await page.getByTestId('open-path').fill(song)
  await page.getByTestId('open-confirm').click()
  const missing = page.getByTestId('missing')
  await expect(missing).toContainText('2 nodes were made with another version of a plugin')
  await expect(missing).toContainText('made with 1.0.0 · 2.0.0 is installed')
  await missing.getByRole('button', { name: 'Install Warm Up 1.0.0' }).click()
  await expect(missing).toBeHidden({ timeout: 30_000 })
  await expect(page.getByText('2 nodes use Warm Up 1.0.0 now').first()).toBeVisible()
  await workspace.settled()
  const save = async () => {
    await page.keyboard.press('Control+s')
    await expect(page.getByTestId('unsaved')).toBeHidden()
  }
  await save()
  expect(types()).toEqual(['output/output', 'warm-up.v1/warm-up', 'warm-up.v1/warm-up'])
  expect(saved().graph.nodes['a']).toMatchObject({ params: { gain: -3 }, data: { kept: 'a' } })
  expect(saved().plugins['warm-up.v1']).toMatchObject({ version: '1.0.0' })

  // The newer one is wired beside them, and both sound.
  await workspace.quickAdd('Warm Up', 'warm-up/warm-up', { x: 500, y: 400 })
  await save()
  expect(types()).toContain('warm-up/warm-up')
  await workspace.play()
  await expect(workspace.device('Warm Up v1')).toHaveCount(2)
  await expect(workspace.device('Warm Up')).toHaveCount(1)
  await expect(page.getByTestId('node-trouble')).toHaveCount(0)
  await workspace.stop()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  // Before that there is nothing unsaved, and saving would seem done.
  await expect(workspace.device('Warm Up v1')).toHaveCount(0)
  await workspace.settled()
  await save()
  expect(types()).toEqual(['output/output', 'warm-up/warm-up', 'warm-up/warm-up'])
})
