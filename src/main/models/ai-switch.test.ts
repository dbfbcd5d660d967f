import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../kit'
import { createAiSwitch } from './ai-switch'
import { findGpu } from './find-gpu'
import { ModelStore } from './model-store'

let config: string
beforeEach(() => (config = mkdtempSync(join(tmpdir(), 'wireharp-ai-'))))
afterEach(() => rmSync(config, { recursive: true }))

const strong = { memory: 16e9, cores: 8 }
const weak = { memory: 2e9, cores: 1 }
const open = (hardware = strong, env: Record<string, string> = {}) =>
  createAiSwitch({ config, hardware, env })

describe('S0-01 S0-21 large models are the user’s to switch on', () => {
  test('off until somebody switches them on, however strong the machine is: what it has recommends', async () => {
    expect(await open().state()).toMatchObject({
      ...{ on: false, by: 'nobody', recommended: true, reasons: [] },
    })
    expect(await open().allowed()).toMatchObject({ error: { code: 'ai-off' } })
    expect(JSON.stringify(await open().allowed())).toMatch(/good for them/)
    const off = await open(weak).state()
    expect(off).toMatchObject({ on: false, by: 'nobody', recommended: false, ...weak })
    expect(off.reasons.join(' ')).toMatch(/2\.0 GB of memory.*1 core/)
    expect(JSON.stringify(await open(weak).allowed())).toMatch(/ai-off.*2\.0 GB/)
    unwrap(await open(weak).set(true))
    expect(await open(weak).state()).toMatchObject({ on: true, by: 'choice', recommended: false })
    expect(await open(weak).allowed()).toMatchObject({ ok: true })
    unwrap(await open().set(false))
    expect(await open().state()).toMatchObject({ on: false, by: 'choice' })
    writeFileSync(join(config, 'ai.json'), 'torn')
    expect(await open().state()).toMatchObject({ on: false, by: 'nobody' })
  })

  test('a graphics processor is found by the cards of the system, and told', async () => {
    const linux = { platform: 'linux', arch: 'x64' }
    for (const [card, vendor] of Object.entries({ card0: '0x8086\n', card1: '0x10de\n' })) {
      mkdirSync(join(config, card, 'device'), { recursive: true })
      writeFileSync(join(config, card, 'device/vendor'), vendor)
    }
    expect(findGpu(config, linux)).toBe('NVIDIA')
    expect(findGpu(join(config, 'none'), linux)).toBeUndefined()
    expect(findGpu(config, { platform: 'darwin', arch: 'arm64' })).toBe('Apple')
    expect(findGpu(config, { platform: 'win32', arch: 'x64' })).toBeUndefined()
    const ai = createAiSwitch({ config, hardware: { ...strong, gpu: 'NVIDIA' }, env: {} })
    expect(await ai.state()).toMatchObject({ gpu: 'NVIDIA' })
  })

  test('--profile ai switches them on for one run, and changes nothing that was chosen', async () => {
    unwrap(await open().set(false))
    const profiled = open(weak, { WIREHARP_PROFILE: 'ai' })
    expect(await profiled.state()).toMatchObject({ on: true, by: 'profile' })
    expect(readFileSync(join(config, 'ai.json'), 'utf8')).toBe('{"on":false}')
    const launcher = readFileSync(join(import.meta.dirname, '../../../bin/wireharp.mjs'), 'utf8')
    expect(launcher).toContain("process.env['WIREHARP_PROFILE'] = 'ai'")
  })

  test('switched off, a model that is here is not handed out; what comes with the app still is', async () => {
    const bundled = join(config, 'bundled')
    const files = [{ name: 'a.bin', bytes: 3 }]
    for (const [id, strategy] of [
      ['large', 'download'],
      ['small', 'bundled'],
    ] as const) {
      const license = { spdx: 'MIT', nonCommercial: false }
      const about = { id, title: id, version: '1', purpose: 'text', strategy, license, files }
      for (const place of [join(bundled, id), join(config, 'models', id)]) {
        mkdirSync(place, { recursive: true })
        writeFileSync(join(place, 'a.bin'), 'abc')
      }
      writeFileSync(join(bundled, id, 'model.json'), JSON.stringify(about))
    }
    const paths = { data: config, config }
    const parts = { paths, clock: systemClock, log: silentLog, env: {}, bundled }
    const store = new ModelStore({ ...parts, hardware: weak })
    expect(await store.ready('large')).toMatchObject({ error: { code: 'ai-off' } })
    expect(unwrap(await store.ready('small')).id).toBe('small')
    unwrap(await store.ai.set(true))
    expect(unwrap(await store.ready('large')).id).toBe('large')
  })
})
