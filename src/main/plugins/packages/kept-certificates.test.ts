import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { builtInPlugins } from '../load-plugins'
import { certificateOf, certificateText, measureHere } from './kept-certificates'
import { packPlugin } from './pack-plugin'
import { readTarball } from './read-tarball'
import { done, put, smallPlugin } from './testing/plugin-files'
import { TempFolder } from './testing/temp-folder'

vi.mock('./in-worker', () => import('./testing/at-hand'))

let temp: TempFolder
beforeEach(() => {
  temp = new TempFolder()
})
afterEach(() => temp[Symbol.dispose]())

const builtIn = builtInPlugins()

describe('M-04 certificates in packages and beside them', () => {
  test('a package carries one of its own files; measured here again, only changed files are drift', async () => {
    const source = put(temp.at('source'), smallPlugin())
    const packed = done(await packPlugin(source, { builtIn, withCost: false }))
    expect(packed.files).toContain('certificate.json')
    const read = await readTarball(packed.bytes)
    const files = read.ok ? read.value : []
    const folder = put(
      temp.at('installed'),
      Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])),
    )
    const plugin = { id: 'small', version: '1.0.0', folder, data: temp.at('data') }
    expect(await certificateOf(plugin)).toMatchObject({ own: { plugin: 'small' }, drift: [] })
    const measured = done(await measureHere(plugin, { builtIn, withCost: false }))
    expect(measured.drift).toEqual([])
    expect(measured.measured?.sha256).toBe(measured.own?.sha256)

    const main = join(folder, 'main.js')
    writeFileSync(main, readFileSync(main, 'utf8').replace('* params.gain[i]', '+ 0.5'))
    const changed = done(await measureHere(plugin, { builtIn, withCost: false }))
    expect(changed.drift.map(({ what }) => what)).toEqual(['contents', 'check'])
    expect(await certificateOf({ ...plugin, version: '2.0.0' })).not.toHaveProperty('measured')
    const { own } = changed
    if (own !== undefined) {
      writeFileSync(
        join(folder, 'certificate.json'),
        certificateText({ ...own, plugin: 'somebody-else' }),
      )
    }
    expect(await certificateOf(plugin)).not.toHaveProperty('own')
  }, 60_000)

  test('a plugin that does not conform is not packed with a certificate', async () => {
    const source = put(temp.at('source'), smallPlugin({ body: 'outputs.out[0].fill(1)' }))
    expect(await packPlugin(source, { builtIn, withCost: false })).toMatchObject({
      error: [{ code: 'plugin-not-conforming' }],
    })
  }, 60_000)
})
