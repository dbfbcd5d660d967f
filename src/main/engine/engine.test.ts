import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap, type StopSignal } from '#shared/kit'
import { silentLog } from '../kit'
import { renderOffline, type RenderJob } from './index'
import { graphOf, kernelNode } from './testing/in-process'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const graph = graphOf(
  [kernelNode('osc', 'oscillator'), { ...kernelNode('half', 'gain', { gain: 0.5 }, true) }],
  ['osc>half', 'half>output'],
)

function job(name: string, overrides: Partial<RenderJob> = {}): RenderJob {
  return { path: join(folder, name), format: 'wav32f', from: 0, to: 48_000, ...overrides }
}

function render(name: string, overrides?: Partial<RenderJob>, signal?: StopSignal) {
  return renderOffline({
    graph,
    log: silentLog,
    job: job(name, overrides),
    ...(signal && { signal }),
  })
}

describe('A-02 offline rendering', () => {
  test('a sine at half gives −6 dB, and the report says so', async () => {
    const report = unwrap(await render('a.wav'))
    expect(report.peakDb).toBeCloseTo(-6.02, 2)
    expect(report).toMatchObject({
      frames: 48_000,
      channels: 2,
      sampleRate: 48_000,
      seconds: 1,
      bypassed: [],
    })
    expect(report.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('twice the same bits, and the file holds what the hash is of', async () => {
    const [first, second] = [unwrap(await render('b.wav')), unwrap(await render('c.wav'))]
    expect(first.sha256).toBe(second.sha256)
    expect(readFileSync(join(folder, 'b.wav'))).toEqual(readFileSync(join(folder, 'c.wav')))
  })

  test('a span that ends inside a block is as long as it should be', async () => {
    const report = unwrap(await render('d.wav', { from: 100, to: 1333 }))
    expect(report.frames).toBe(1233)
    expect(readFileSync(join(folder, 'd.wav')).subarray(-1233 * 8).length).toBe(1233 * 8)
  })

  test('a folder that is not there is a failure with a code', async () => {
    const result = await render('missing/e.wav')
    expect(result.ok ? '' : result.error.code).toBe('write-failed')
  })

  test('cancelled at once, it ends with its own code', async () => {
    const result = await render('f.wav', { to: 48_000 * 3600 }, AbortSignal.timeout(150))
    expect(result.ok ? '' : result.error.code).toBe('render-cancelled')
  })
})
