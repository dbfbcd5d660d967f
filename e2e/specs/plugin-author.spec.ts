import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp, wireharp } from '../fixtures/start-app'
import { Workspace } from '../pages/workspace'

test('S1-21 S1-22 a plugin that is made, installed and changed while it plays', async ({
  page,
}) => {
  // What is made and installed here is compiled and tried by processes of its own, beside the sound.
  test.slow()
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()

  const folder = join(home.path, 'pling')
  const made = await wireharp(home.path, ['plugin', 'new', folder, '--kind', 'generator'])
  expect(made).toMatchObject({ code: 0 })
  expect(await wireharp(home.path, ['plugin', 'install', folder])).toMatchObject({ code: 0 })
  // The list shows only what there is room for.
  await page.getByTestId('browser-search').fill('pling')
  await expect(page.getByText('Pling', { exact: true }).first()).toBeVisible()
  await page.getByTestId('browser-search').fill('')

  const node = await workspace.add('pling/pling', { x: 200, y: 200 })
  const output = workspace.device('Output')
  await workspace.wire(workspace.port(node, 'out'), workspace.port(output, 'in'))
  // It goes on however long the commands below take: silence is to mean the new code, and not the end.
  await workspace.choose('transport.loop')
  await workspace.settled()
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)

  const main = join(folder, 'main.ts')
  const source = readFileSync(main, 'utf8')
  writeFileSync(main, source.replace('Math.sin(', '0 * Math.sin('))
  expect(await wireharp(home.path, ['plugin', 'dev', folder, '--once'])).toMatchObject({ code: 0 })
  await expect.poll(() => workspace.peak(), { timeout: 20_000 }).toBe(-200)
  writeFileSync(main, source)
  expect(await wireharp(home.path, ['plugin', 'dev', folder, '--once'])).toMatchObject({ code: 0 })
  await expect.poll(() => workspace.peak(), { timeout: 20_000 }).toBeGreaterThan(-40)
})

test('S1-21 S1-30 what a node throws while it plays is on the page of its plugin, with its place in the sources, and in the log', async ({
  page,
}) => {
  test.slow()
  using home = makeHome()
  const folder = join(home.path, 'pling')
  expect(await wireharp(home.path, ['plugin', 'new', folder, '--kind', 'generator'])).toMatchObject(
    { code: 0 },
  )
  const main = join(folder, 'main.ts')
  const source = readFileSync(main, 'utf8')
  const late = source
    .replace('frames })', 'frames, position })')
    .replace('const [out]', 'if (position > 4096) throw new Error("no entry")\nconst [out]')
  writeFileSync(main, late)
  expect(await wireharp(home.path, ['plugin', 'install', folder])).toMatchObject({ code: 0 })
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  const node = await workspace.add('pling/pling', { x: 200, y: 200 })
  await workspace.wire(
    workspace.port(node, 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await workspace.settled()
  await workspace.play()
  await expect(node).toContainText('no entry')
  await workspace.choose('tools.plugins')
  await page.getByRole('searchbox', { name: 'Search all plugins' }).fill('pling')
  const row = late.split('\n').findIndex(line => line.includes('no entry')) + 1
  const place = new RegExp(`no entry \\(main\\.ts:${row}:\\d+\\)`)
  await expect(page.getByTestId('plugin-node-trouble')).toHaveText(place)
  await expect(page.getByTestId('plugin-log')).toHaveText(place)
})
