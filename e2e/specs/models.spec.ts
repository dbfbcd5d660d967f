import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, type Locator } from '@playwright/test'
import { writeMusicgen } from '../../src/main/inference/host/testing/tiny-musicgen'
import { writeWhisper } from '../../src/main/inference/host/testing/tiny-whisper'
import { makeHome, startApp } from '../fixtures/start-app'
import { axeProblems } from '../pages/axe'
import { expect } from '../pages/session'
import { Workspace } from '../pages/workspace'

const sound = join(import.meta.dirname, '../../resources/demos/audio/harp.flac')

/** A Wireharp whose models are small ones of the true architecture: what they say and play means nothing. */
const test = base.extend<{ studio: Workspace }>({
  studio: async ({ context, page }, use) => {
    using home = makeHome()
    const models = join(home.path, 'data/models')
    writeMusicgen(join(models, 'musicgen-small'))
    writeWhisper(join(models, 'whisper-base'))
    mkdirSync(join(home.path, 'config'), { recursive: true })
    writeFileSync(join(home.path, 'config/ai.json'), '{"on": true}')
    await using app = await startApp(home.path)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const workspace = await Workspace.open(page, app.url)
    await workspace.newProject()
    await use(workspace)
    await page.close()
  },
})

const card = (node: Locator) => node.locator('[data-testid^="clip-"]')
const run = (node: Locator) => node.locator('[data-testid^="run-"]')

test('S3-10 S3-26 words become music on the canvas: a ghost at once, then a clip that plays', async ({
  studio,
}) => {
  const { page } = studio
  const node = await studio.add('generate/generate', { x: 60, y: 60 })
  await node.click({ position: { x: 16, y: 12 } })
  await page.getByTestId('inspector-prompt').fill('calm piano')
  await page.keyboard.press('Tab')
  const player = await studio.add('player/player', { x: 420, y: 60 })
  await studio.wire(studio.port(node, 'out', 'clip'), studio.port(player, 'in', 'clip'))
  await studio.wire(studio.port(player, 'out', 'out'), studio.port(studio.device('Output'), 'in'))
  await run(node).click()
  await expect(card(node)).toHaveAttribute('data-state', /waiting|running/)
  await expect(node.getByRole('progressbar')).toBeVisible()
  await expect(card(node)).toHaveAttribute('data-state', 'done', { timeout: 90_000 })
  await expect(card(node)).toContainText('MusicGen small')
  await expect(node.getByRole('img', { name: 'Waveform of Clip' })).toBeVisible()
  await studio.play()
  await expect.poll(() => studio.loudest(), { timeout: 10_000 }).toBeGreaterThan(-60)
  await studio.stop()
})

test('S4-02 what is said in a clip is read on its node, found, copied and put on the timeline', async ({
  studio,
}) => {
  const { page } = studio
  await studio.dropFile(sound, { x: 60, y: 60 })
  const player = studio.node('harp.flac')
  await expect(player).toBeVisible()
  await studio.quickAdd('transcript', 'speech-to-text/speech-to-text', { x: 420, y: 60 })
  const node = studio.device('Speech to text')
  await studio.wire(studio.port(player, 'out', 'clip'), studio.port(node, 'in', 'clip'))
  await run(node).click()
  await expect(card(node)).toHaveAttribute('data-state', 'done', { timeout: 60_000 })
  await expect(card(node)).toContainText('Whisper base')
  const words = (await node.getByTestId('words').inputValue()).split('\n')
  expect(words[0]).not.toBe('')
  expect(await axeProblems(page, '.react-flow__nodes')).toEqual([])

  await node.click({ position: { x: 16, y: 12 } })
  const transcript = page.getByTestId('transcript')
  await expect(transcript.getByRole('listitem')).toHaveCount(words.length)
  const search = transcript.getByTestId('search-transcript')
  await search.fill('no such words')
  await expect(transcript).toContainText('Nobody says “no such words”.')
  await search.fill((words[0] ?? '').slice(0, 6).toUpperCase())
  await expect(transcript.getByRole('listitem').first()).toContainText(words[0] ?? '')
  await search.fill('')
  await transcript.getByTestId('copy-transcript').click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(words.join('\n'))
  expect(await axeProblems(page, '[data-testid=transcript]')).toEqual([])

  await node.click({ position: { x: 16, y: 12 }, button: 'right' })
  await page.getByText('Clips', { exact: true }).last().click()
  await page.getByTestId('nodes.copy-subtitles').click()
  const subtitles = await page.evaluate(() => navigator.clipboard.readText())
  expect(subtitles).toMatch(/^1\n00:00:\d\d,\d{3} --> 00:00:\d\d,\d{3}\n/)
  await studio.choose('nodes.words-to-timeline')
  expect((await studio.history())[0]).toContain('Add the words of a sound')
})

test('S4-02 a text is spoken as a clip; without espeak-ng the node says what to install', async ({
  studio,
}) => {
  const { page } = studio
  await studio.quickAdd('espeak', 'text-to-speech/text-to-speech', { x: 60, y: 60 })
  const node = studio.device('Text to speech')
  await run(node).click()
  await expect(card(node)).toContainText('says nothing')
  await node.click({ position: { x: 16, y: 12 } })
  await page.getByTestId('inspector-text').fill('Good evening, and welcome')
  await page.keyboard.press('Tab')
  await run(node).click()
  await expect(card(node)).toHaveAttribute('data-state', /done|failed/, { timeout: 30_000 })
  if ((await card(node).getAttribute('data-state')) === 'failed') {
    await expect(card(node)).toContainText('espeak-ng')
    return
  }
  await expect(card(node)).toContainText('eSpeak NG')
  await expect(node.getByRole('img', { name: 'Waveform of Clip' })).toBeVisible()
})
