import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { err, fail, ok, unwrap, type Result } from '#shared/kit'
import { put } from '../../plugins/packages/testing/plugin-files'
import { TempFolder } from '../../plugins/packages/testing/temp-folder'
import { addFeature, listFeatures, removeFeature } from '.'
import type { FetchInto } from './fetch-into'

let temp: TempFolder
let fetched: string[]
beforeEach(() => {
  temp = new TempFolder()
  fetched = []
  const hashed = (version: string, dependencies = {}) => ({
    version,
    integrity: `sha512-${version}`,
    dependencies,
  })
  put(temp.path, {
    'package-lock.json': JSON.stringify({
      packages: {
        '': {},
        'node_modules/onnxruntime-node': hashed('1.30.0', { 'onnxruntime-common': '*', here: '*' }),
        'node_modules/onnxruntime-common': hashed('1.30.1'),
        'node_modules/here': hashed('2.0.0'),
        'node_modules/@grame/faustwasm': { version: '0.18.4' },
      },
    }),
    'node_modules/here/package.json': '{}',
  })
})
afterEach(() => temp[Symbol.dispose]())

const fetch: FetchInto = async ({ spec, integrity, folder }) => {
  fetched.push(`${spec} ${integrity}`)
  put(folder, { 'package.json': '{}' })
  return ok()
}
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
const state = () =>
  Object.fromEntries(listFeatures({ root: temp.path }).map(({ id, present }) => [id, present]))

describe('S2-36 feature packs', () => {
  test('are listed; those without packages are parts of the app', () => {
    expect(state()).toEqual({ ai: false, faust: false, hardware: true, midi: true })
  })

  test('a pack comes with what it needs, in the versions and with the hashes of the lock, and goes again', async () => {
    const root = temp.path
    expect(unwrap(await addFeature('ai', { root, fetch }))).toEqual([
      'onnxruntime-node 1.30.0',
      'onnxruntime-common 1.30.1',
    ])
    expect(fetched).toEqual([
      'onnxruntime-node@1.30.0 sha512-1.30.0',
      'onnxruntime-common@1.30.1 sha512-1.30.1',
    ])
    expect(state()['ai']).toBe(true)
    expect(unwrap(await addFeature('ai', { root, fetch }))).toEqual([])
    expect(unwrap(await removeFeature('ai', { root }))).toEqual(['onnxruntime-node'])
    expect(state()['ai']).toBe(false)
    expect(existsSync(temp.at('node_modules/here'))).toBe(true)
  })

  test('what cannot be fetched, or has no hash, leaves nothing behind', async () => {
    const root = temp.path
    const offline: FetchInto = async ({ folder }) => {
      put(folder, { half: '' })
      return err(fail('package-unreachable', ''))
    }
    expect(codeOf(await addFeature('ai', { root, fetch: offline }))).toBe('package-unreachable')
    expect(readdirSync(temp.at('node_modules'))).toEqual(['here'])
    expect(codeOf(await addFeature('faust', { root, fetch }))).toBe('feature-unknown')
    expect(codeOf(await addFeature('midi', { root, fetch }))).toBe('feature-built-in')
    expect(codeOf(await removeFeature('toaster', { root }))).toBe('feature-unknown')
    expect(fetched).toEqual([])
  })
})
