import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../kit'
import { createAiSwitch } from './ai-switch'
import { ModelStore } from './model-store'

let config: string
beforeEach(() => (config = mkdtempSync(join(tmpdir(), 'wireharp-ai-'))))
afterEach(() => rmSync(config, { recursive: true }))

const strong = { memory: 16e9, cores: 8 }
const weak = { memory: 2e9, cores: 1 }
const open = (hardware = strong, env: Record<string, string> = {}) =>
  createAiSwitch({ config, hardware, env })

describe('S0-01 S0-21 large models are the user’s to switch on', () => {
  test('off on a weak machine, with the reasons; on where it is strong; the choice goes before both', async () => {
    expect(await open().state()).toMatchObject({ on: true, by: 'machine', reasons: [] })
    const off = await open(weak).state()
    expect(off).toMatchObject({ on: false, by: 'machine', recommended: false, ...weak })
    expect(off.reasons.join(' ')).toMatch(/2\.0 GB of memory.*1 core/)
    expect(await open(weak).allowed()).toMatchObject({ error: { code: 'ai-off' } })
    unwrap(await open(weak).set(true))
    expect(await open(weak).state()).toMatchObject({ on: true, by: 'choice', recommended: false })
    unwrap(await open().set(false))
    expect(await open().state()).toMatchObject({ on: false, by: 'choice' })
    writeFileSync(join(config, 'ai.json'), 'torn')
    expect(await open().state()).toMatchObject({ on: true, by: 'machine' })
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
