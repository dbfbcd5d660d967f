import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scriptTemplateSchema, type CodeMark } from '#shared/contract'
import { unwrap } from '#shared/kit'
import { rootFolder, silentLog } from '../kit'
import { compilerPath } from './compiler-path'
import { createCode, type Code, type CodeParts } from './create-code'

const never = { signal: new AbortController().signal }
const resources = join(rootFolder(), 'resources')
const slow = { timeout: 60_000 }

let root: string
let code: Code
const at = (...parts: readonly string[]) => join(root, ...parts)
const open = (change: Partial<CodeParts> = {}) =>
  createCode({
    sources: at('plugin-sources'),
    modules: { '@wireharp/sdk': join(rootFolder(), 'plugins/sdk') },
    log: silentLog,
    patience: 30_000,
    ...change,
  })
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wireharp-code-'))
  code = open()
  // As the app has written it before anybody opens it.
  mkdirSync(at('plugin-sources/half'), { recursive: true })
  writeFileSync(at('plugin-sources/half/plugin.json'), manifest)
})
afterEach(async () => {
  await code[Symbol.asyncDispose]()
  rmSync(root, { recursive: true })
})

const manifest = JSON.stringify({
  ...{ id: 'half', main: 'main.ts' },
  nodes: {
    half: {
      inputs: { in: { kind: 'audio' } },
      outputs: { out: { kind: 'audio' } },
      params: { depth: { kind: 'number' } },
      dsp: { form: 'script' },
    },
  },
})
const inJs = manifest.replace('main.ts', 'main.js')
const script = (line: string) => `import { biquad, definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    half: effect(({ sampleRate }) => ({
      process({ inputs, outputs, params, frames }) {
        ${line}
      },
    })),
  },
})
`
const LINE = 8

const check = async (text: string, about = manifest): Promise<readonly CodeMark[]> =>
  unwrap(await code.service.check({ plugin: 'half', manifest: about, code: text }, never))
const errors = async (text: string, about = manifest) =>
  (await check(text, about)).filter(({ severity }) => severity === 'error')

describe('M-06 S1-36 the compiler looks at a script while it is written', () => {
  test(
    'a wrong call is marked where it is, in the compiler’s words; mended, it is gone',
    slow,
    async () => {
      const wrong = 'biquad({ mode: "low-pas", cutoff: sampleRate })'
      const [mark] = await errors(script(wrong))
      expect(mark).toMatchObject({ from: { line: LINE }, to: { line: LINE } })
      expect(mark?.message).toMatch(/not assignable|does not exist|Expected/)
      expect(mark?.code).toBeGreaterThan(2000)
      expect(await errors(script('void sampleRate'))).toEqual([])
    },
  )

  test(
    'names of ports and parameters are those of plugin.json as it is in the editor',
    slow,
    async () => {
      expect(await errors(script('void params.depth[0]'))).toEqual([])
      const [mark] = await errors(script('void params.width[0]'))
      expect(mark?.message).toContain("'width' does not exist")
      const wider = manifest.replace('depth', 'width')
      expect(await errors(script('void params.width[0]'), wider)).toEqual([])
    },
  )

  test('JavaScript is checked too, by its JSDoc', slow, async () => {
    const wrong = script('/** @type {number} */ const depth = "deep"; void depth')
    expect(await errors(wrong, inJs)).toMatchObject([
      { message: "Type 'string' is not assignable to type 'number'." },
    ])
    expect(await errors(script('void params.depth'), inJs)).toEqual([])
    expect(await errors(script('void params.nothing'), inJs)).toHaveLength(1)
  })

  test('offers what can be written at a place, and tells what stands there', slow, async () => {
    const text = script('outputs.')
    const source = { plugin: 'half', manifest, code: text }
    const column = text.split('\n')[LINE - 1]?.length ?? 0
    const place = { line: LINE, column: column + 1 }
    const offers = unwrap(await code.service.complete({ ...source, place }, never))
    expect(offers.map(({ label }) => label)).toContain('out')
    const word = { line: 1, column: 12 }
    const told = unwrap(await code.service.explain({ ...source, place: word }, never))
    expect(told.meaning?.type).toMatch(/function biquad\(/)
    expect(told.meaning?.doc).toMatch(/\w/)
    expect(told.meaning).toMatchObject({
      from: { line: 1, column: 10 },
      to: { line: 1, column: 16 },
    })
    const nothing = { line: 2_000, column: 3 }
    expect(await code.service.explain({ ...source, place: nothing }, never)).toMatchObject({
      ok: true,
      value: {},
    })
  })

  test(
    'what is not imported yet is offered with its import, and nothing that is out of use',
    slow,
    async () => {
      const text = script('beats')
      const source = { plugin: 'half', manifest, code: text }
      const place = { line: LINE, column: (text.split('\n')[LINE - 1]?.length ?? 0) + 1 }
      const offers = unwrap(await code.service.complete({ ...source, place }, never))
      const offer = offers.find(({ label }) => label === 'beatsToSeconds')
      expect(offer).toMatchObject({ kind: 'function', from: '@wireharp/sdk' })
      expect(offers.map(({ label }) => label)).not.toContain('escape')
      const wish = { ...source, place, label: 'beatsToSeconds', from: '@wireharp/sdk' }
      const [edit] = unwrap(await code.service.describe(wish, never)).edits
      expect(edit).toMatchObject({ from: { line: 1 } })
      expect(edit?.text).toContain('beatsToSeconds')
      const known = { ...source, place, label: 'biquad' }
      const told = unwrap(await code.service.describe(known, never))
      expect(told.type).toMatch(/^function biquad\(/)
      expect(told.doc).toMatch(/^[A-Z][^*`]+$/)
      expect(told.edits).toEqual([])
    },
  )

  test(
    'nothing of Node or of pages has a type: a plugin does not have it either',
    slow,
    async () => {
      for (const line of ['void document', 'void process', 'void window']) {
        // oxlint-disable-next-line no-await-in-loop
        expect(await errors(script(line))).toMatchObject([{ message: /Cannot find name/ }])
      }
    },
  )

  test('whatever a new script begins as has nothing wrong', slow, async () => {
    for (const template of scriptTemplateSchema.options) {
      const folder = [`script-templates/${template}`, `plugin-templates/${template}`]
        .map(path => join(resources, path))
        .find(path => read(join(path, 'plugin.json')) !== '')
      const about = read(join(folder ?? '', 'plugin.json'))
      const text = read(join(folder ?? '', 'main.ts'))
      // oxlint-disable-next-line no-await-in-loop
      if (text !== '') expect([template, await errors(text, about)]).toEqual([template, []])
    }
  })
})

describe('M-06 the compiler is a process of its own', () => {
  test('one that was killed is started again by the next who asks', slow, async () => {
    await check(script(''))
    const first = code.pid
    process.kill(first ?? 0, 'SIGKILL')
    await expect
      .poll(
        async () =>
          (
            await code.service.check(
              { plugin: 'half', manifest, code: script('void params.no') },
              never,
            )
          ).ok,
      )
      .toBe(true)
    expect(code.pid).not.toBe(first)
    expect(await errors(script('void params.no'))).toHaveLength(1)
  })

  test('one that says nothing is ended, and told', slow, async () => {
    await code[Symbol.asyncDispose]()
    const silent = at('silent')
    writeFileSync(silent, '#!/bin/sh\nexec sleep 1000\n', { mode: 0o755 })
    code = open({ program: silent, patience: 300 })
    const answer = await code.service.check({ plugin: 'half', manifest, code: '' }, never)
    expect(answer).toMatchObject({ ok: false, error: { code: 'compiler-stopped' } })
  })

  test('where there is none the answer says so', async () => {
    await code[Symbol.asyncDispose]()
    code = open({ program: at('none') })
    const answer = await code.service.check({ plugin: 'half', manifest, code: '' }, never)
    expect(answer).toMatchObject({ ok: false, error: { code: 'compiler-stopped' } })
    expect(compilerPath()).toMatch(/tsc/)
  })

  test('it ends when nobody has asked for a while', slow, async () => {
    await code[Symbol.asyncDispose]()
    code = open({ idle: 200 })
    await check(script(''))
    await expect.poll(() => code.pid, { timeout: 20_000 }).toBeUndefined()
  })

  test('settings that somebody else wrote stay as they are', slow, async () => {
    const path = at('plugin-sources', 'tsconfig.json')
    writeFileSync(path, '{ "compilerOptions": { "strict": false } }')
    await check(script(''))
    expect(read(path)).toContain('"strict": false')
  })
})

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
