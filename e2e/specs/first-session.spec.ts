import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp, wireharp } from '../fixtures/start-app'
import { heard, tapOutput } from '../fixtures/tap-output'
import { Workspace } from '../pages/workspace'

const demo = join(import.meta.dirname, '../../resources/demos/first-light.wireharp')
const sine = join(import.meta.dirname, '../fixtures/sounds/sine-1k-12db.wav')
/** Where the samples begin in a WAV file that we wrote: after the head of its last chunk. */
function samplesOf(path: string): Float32Array {
  const bytes = readFileSync(path)
  const start = bytes.indexOf('data') + 8
  return new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.byteLength),
  )
}

test.describe('A-02 what is heard', () => {
  test.use({ bypassCSP: true })

  test('the demo plays, and what reaches the speakers is the offline render, to the bit', async ({
    page,
  }) => {
    using home = makeHome()
    await using app = await startApp(home.path)
    await tapOutput(page)
    const workspace = await Workspace.open(page, app.url)
    await expect(workspace.title).toHaveValue('First light')

    // The first play opens the output, and with it the tap.
    await workspace.play()
    await expect.poll(async () => (await heard(page)).length).toBeGreaterThan(0)
    await workspace.stop()
    const xruns = async () => Number(await page.getByTestId('xruns').textContent())
    let live: Float32Array = new Float32Array()
    await expect
      .poll(
        async () => {
          await workspace.rewind()
          await page.waitForTimeout(500)
          await heard(page)
          const before = await xruns()
          await workspace.play()
          await page.waitForTimeout(3000)
          live = await heard(page)
          await workspace.stop()
          return (await xruns()) - before
        },
        { message: 'the machine is too busy for a play without a gap', timeout: 30_000 },
      )
      .toBe(0)

    const out = join(home.path, 'demo.wav')
    const rendered = await wireharp(home.path, [
      'render',
      demo,
      '--out',
      out,
      '--to',
      '4',
      '--format',
      'wav32f',
    ])
    expect(rendered).toMatchObject({ code: 0 })
    const offline = samplesOf(out)
    const begin = firstSound(offline)
    const frames = Math.min(live.length, offline.length - begin, 2 * 96_000)
    expect(frames).toBeGreaterThan(2 * 60_000)
    expect(
      Buffer.compare(
        bytesOf(live.subarray(0, frames)),
        bytesOf(offline.subarray(begin, begin + frames)),
      ),
    ).toBe(0)
  })
})

test('E-04 E-18 a dropped sound, wired, driven, undone, saved, survives kill -9 and is exported as it was heard', async ({
  page,
  context,
}) => {
  using home = makeHome()
  const project = join(home.path, 'Wireharp/Sine.wireharp')
  {
    await using app = await startApp(home.path)
    const workspace = await Workspace.open(page, app.url)
    await workspace.newProject()
    await workspace.dropFile(sine, { x: 120, y: 160 })
    const player = workspace.node('sine-1k-12db')
    await expect(player).toBeVisible()
    await workspace.wire(
      workspace.port(player, 'out'),
      workspace.port(workspace.node('Output'), 'in'),
    )
    await expect(workspace.cables).toHaveCount(1)
    await workspace.saveAs('Sine')
    expect(await peakOf(home.path, project)).toBeCloseTo(-12, 1)

    await workspace.quickAdd('drive', 'drive/drive', { x: 300, y: 420 })
    const drive = workspace.node('Drive')
    await expect(drive).toBeVisible()
    await workspace.wire(workspace.port(player, 'out'), workspace.port(drive, 'in'))
    await workspace.wire(
      workspace.port(drive, 'out'),
      workspace.port(workspace.node('Output'), 'in'),
    )
    await expect(workspace.cables).toHaveCount(3)
    await workspace.settled()
    await page.keyboard.press('Control+s')
    await expect(page.getByTestId('unsaved')).toBeHidden()
    // The dry sine and the driven one, summed in phase but for the half sample that drive delays by.
    const dry = 10 ** (-12 / 20)
    const driven = Math.tanh(dry * 10 ** (12 / 20)) * 10 ** (-3 / 20)
    expect(await peakOf(home.path, project)).toBeCloseTo(20 * Math.log10(dry + driven), 1)

    await workspace.undo()
    await expect(workspace.cables).toHaveCount(2)
    await workspace.settled()
    await app.crash()
  }
  await using again = await startApp(home.path)
  const after = await context.newPage()
  const workspace = await Workspace.open(after, again.url)
  await expect(workspace.title).toHaveValue('Sine')
  await expect(workspace.cables).toHaveCount(2)
  await expect(after.getByTestId('redo')).toBeEnabled()
  await after.getByTestId('redo').click()
  await expect(workspace.cables).toHaveCount(3)
  await workspace.undo()
  await workspace.undo()
  await expect(workspace.cables).toHaveCount(1)
  await after.keyboard.press('Control+s')
  await expect(after.getByTestId('unsaved')).toBeHidden()

  await after.keyboard.press('Control+e')
  const out = join(home.path, 'export.wav')
  await after.getByTestId('export-path').fill(out)
  await after.getByTestId('export-start').click()
  await expect(after.getByTestId('export-result')).toBeVisible({ timeout: 30_000 })
  const cli = join(home.path, 'cli.wav')
  expect(
    await wireharp(home.path, ['render', project, '--out', cli, '--format', 'wav24']),
  ).toMatchObject({ code: 0 })
  expect(Buffer.compare(readFileSync(out), readFileSync(cli))).toBe(0)
})

async function peakOf(home: string, project: string): Promise<number> {
  const { stdout } = await wireharp(home, [
    'render',
    project,
    '--out',
    join(home, 'peak.wav'),
    '--to',
    '1',
    '--json',
  ])
  const report: unknown = JSON.parse(stdout)
  return typeof report === 'object' && report !== null && 'peakDb' in report
    ? Number(report.peakDb)
    : Number.NaN
}

function firstSound(samples: Float32Array): number {
  const quantum = 256
  const first = samples.findIndex(sample => sample !== 0)
  return first - (first % quantum)
}

function bytesOf(samples: Float32Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
}
