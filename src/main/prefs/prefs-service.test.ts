import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../kit'
import { createPrefsService } from '.'

let config = ''
beforeEach(() => (config = mkdtempSync(join(tmpdir(), 'wireharp-prefs-'))))
afterEach(() => rmSync(config, { recursive: true, force: true }))

const start = () => createPrefsService({ paths: { config }, log: silentLog })
const call = { signal: new AbortController().signal }

describe('E-19 preferences', () => {
  test('are there after a restart, also those that another window set', async () => {
    const first = await start()
    await first.set({ values: { theme: 'light', sizes: { browser: 240 } } }, call)
    await first.set({ values: { favourites: ['gain/gain'] } }, call)
    const again = await (await start()).get(undefined, call)
    expect(again).toEqual({
      ok: true,
      value: { theme: 'light', sizes: { browser: 240 }, favourites: ['gain/gain'] },
    })
  })

  test('many changes at once are all kept', async () => {
    const prefs = await start()
    const writes = []
    for (let index = 0; index < 40; index++) {
      writes.push(prefs.set({ values: { [`k${index}`]: index } }, call))
    }
    for (const write of writes) expect(await write).toEqual({ ok: true, value: undefined })
    const text = readFileSync(join(config, 'prefs.json'), 'utf8')
    expect(text.match(/"k\d+": \d+/g)).toHaveLength(40)
  })

  test('a change reaches every window', async () => {
    const prefs = await start()
    const stop = new AbortController()
    const heard = prefs.watch(undefined, { signal: stop.signal })
    expect((await heard.next()).value).toEqual({})
    const next = heard.next()
    await prefs.set({ values: { theme: 'light' } }, call)
    expect((await next).value).toEqual({ theme: 'light' })
    stop.abort()
    await heard.next()
  })

  test.each(['{"theme": "li', '[1, 2]', 'null', ''])('a file with %j is put aside', async text => {
    const path = join(config, 'prefs.json')
    mkdirSync(config, { recursive: true })
    writeFileSync(path, text)
    const prefs = await start()
    expect(await prefs.get(undefined, call)).toEqual({ ok: true, value: {} })
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text)
    await prefs.set({ values: { theme: 'dark' } }, call)
    expect(existsSync(path)).toBe(true)
  })

  test('too much is refused, and what was there stays', async () => {
    const prefs = await start()
    await prefs.set({ values: { theme: 'light' } }, call)
    const refused = await prefs.set({ values: { much: 'x'.repeat(1_000_001) } }, call)
    expect(refused).toMatchObject({ ok: false, error: { code: 'request-invalid' } })
    expect(await prefs.get(undefined, call)).toMatchObject({ value: { theme: 'light' } })
  })
})
