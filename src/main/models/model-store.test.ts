import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { rootFolder, sha256, silentLog } from '../kit'
import { findManifests } from './manifest'
import { ModelStore } from './model-store'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wireharp-models-'))))
afterEach(() => rmSync(folder, { recursive: true }))

let now = 0
function store(env: Record<string, string> = {}): ModelStore {
  return new ModelStore({
    paths: { data: join(folder, 'data') },
    clock: { now: () => ++now },
    log: silentLog,
    env: { WIREHARP_PROFILE: 'ai', ...env },
    bundled: join(folder, 'bundled'),
  })
}

function manifest(id: string, more: object = {}): void {
  const place = join(folder, 'bundled', id)
  mkdirSync(place, { recursive: true })
  const license = { spdx: 'MIT', nonCommercial: false }
  const files = [{ name: 'a.bin', bytes: 4_000_000, urls: ['https://host.example/a.bin'] }]
  const whole = {
    id,
    title: id,
    version: '1',
    purpose: 'text',
    strategy: 'download',
    license,
    files,
  }
  writeFileSync(join(place, 'model.json'), JSON.stringify({ ...whole, ...more }))
}

function put(
  id: string,
  bytes = Buffer.alloc(4_000_000, id),
  models = join(folder, 'data/models'),
): void {
  mkdirSync(join(models, id), { recursive: true })
  writeFileSync(join(models, id, 'a.bin'), bytes)
}

describe('S3-11 the store of models', () => {
  test('S4-13 S3-13 the manifests of the app are right, and none of what it brings is large or restricted', async () => {
    const models = join(rootFolder(), 'resources/models')
    const warned: unknown[] = []
    const log = { ...silentLog, warn: (what: unknown) => warned.push(what) }
    const all = await findManifests({ bundled: models, models: folder }, log)
    expect(warned).toEqual([])
    const bytes = readdirSync(models, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => statSync(join(entry.parentPath, entry.name)).size)
    expect(bytes.length).toBeGreaterThan(5)
    expect(Math.max(...bytes)).toBeLessThan(5 * 1024 * 1024)
    expect(all.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['musicgen-small', 'silero-vad']),
    )
    const silero = all.find(({ id }) => id === 'silero-vad')
    const [file] = silero?.files ?? []
    expect(sha256(readFileSync(join(models, 'silero-vad', file?.name ?? '')))).toBe(file?.sha256)
  })

  test('what is to be done next is the failure: agree, then download', async () => {
    manifest('m')
    const models = store()
    expect(await models.ready('no')).toMatchObject({ error: { code: 'model-unknown' } })
    const asked = await models.ready('m')
    expect(asked).toMatchObject({ error: { code: 'download-consent-required' } })
    expect(asked.ok ? '' : asked.error.message).toContain('4 MB from host.example, licence MIT')
    await models.consent(unwrap(await models.find('m')))
    expect(await models.ready('m')).toMatchObject({ error: { code: 'model-missing' } })
    put('m')
    expect(unwrap(await models.ready('m')).files['a.bin']?.sha256).toBe(
      sha256(Buffer.alloc(4_000_000, 'm')),
    )
  })

  test('a consent is remembered, may be taken back, and holds for its version and licence alone', async () => {
    manifest('m')
    await store().consent(unwrap(await store().find('m')))
    expect(unwrap(await store().info('m')).consentedAt).toBeGreaterThan(0)
    manifest('m', { license: { spdx: 'CC-BY-NC-4.0', nonCommercial: true } })
    expect(unwrap(await store().info('m')).consentedAt).toBe(undefined)
    manifest('m')
    await store().revoke('m')
    expect(unwrap(await store().info('m')).consentedAt).toBe(undefined)
  })

  test('a file whose hash nobody wrote down is held against the one that was there first', async () => {
    manifest('m')
    put('m')
    const first = unwrap(await store().ready('m'))
    put('m', Buffer.alloc(4_000_000, 'swapped'))
    expect(await store().verify(unwrap(await store().find('m')))).toMatchObject({
      error: { code: 'model-refused' },
    })
    // Whoever runs it has the old hash, and does not run the new bytes.
    expect(unwrap(await store().ready('m')).files).toEqual(first.files)
  })

  test('S3-03 S4-09 WIREHARP_MODEL_PATH is where models are looked for', async () => {
    manifest('m')
    const elsewhere = join(folder, 'elsewhere')
    put('m', undefined, elsewhere)
    expect(unwrap(await store().info('m')).state).toBe('absent')
    const found = unwrap(await store({ WIREHARP_MODEL_PATH: elsewhere }).info('m'))
    expect(found).toMatchObject({ state: 'ready', folder: join(elsewhere, 'm') })
  })

  test('S4-09 LK_MODEL_PATH is where files of models lie side by side', async () => {
    const bundled = join(rootFolder(), 'resources/models')
    const flat = join(folder, 'flat')
    mkdirSync(flat)
    const open = (env: Record<string, string>) =>
      new ModelStore({
        ...{ paths: { data: join(folder, 'data') }, clock: { now: () => ++now } },
        ...{ log: silentLog, env, bundled },
      })
    const bytes = readFileSync(join(bundled, 'silero-vad/silero_vad.onnx'))
    writeFileSync(join(flat, 'silero_vad.onnx'), bytes)
    const found = unwrap(await open({ LK_MODEL_PATH: flat }).ready('silero-vad'))
    expect(found.files['silero_vad.onnx']?.path).toBe(join(flat, 'silero_vad.onnx'))
    const own = unwrap(await open({}).ready('silero-vad'))
    expect(own.files['silero_vad.onnx']?.path).toContain('resources/models')
    // Another file of that name is not what the manifest names.
    writeFileSync(join(flat, 'silero_vad.onnx'), Buffer.alloc(bytes.length))
    const store = open({ LK_MODEL_PATH: flat })
    const verified = await store.verify(unwrap(await store.find('silero-vad')))
    expect(verified).toMatchObject({ error: { code: 'model-refused' } })
  })

  test('S3-03 above the cap the model that was not used for longest goes, and never one that runs', async () => {
    for (const id of ['a', 'b', 'c', 'd']) manifest(id)
    for (const id of ['a', 'b', 'c']) put(id)
    const models = store({ WIREHARP_MODEL_CAP: '0.013' })
    for (const id of ['b', 'c', 'a']) await models.ready(id)
    expect(await models.makeRoom('d', 4_000_000, new Set(['b']))).toEqual({
      ok: true,
      value: ['c'],
    })
    const here = ['a', 'b', 'c'].filter(id => existsSync(join(folder, 'data/models', id, 'a.bin')))
    expect(here).toEqual(['a', 'b'])
    const none = await models.makeRoom('d', 40_000_000, new Set(['a', 'b']))
    expect(none).toMatchObject({ error: { code: 'disk-full' } })
  })

  test('S4-13 manifests that cannot be are left out: paths, two of a name, large or restricted ones bundled', async () => {
    const file = { name: 'a.bin', bytes: 10 }
    manifest('path', { files: [{ ...file, name: '../a.bin' }] })
    manifest('twice', { files: [file, file] })
    manifest('large', { strategy: 'bundled', files: [{ ...file, bytes: 6_000_000 }] })
    const license = { spdx: 'CC-BY-NC-4.0', nonCommercial: true }
    manifest('restricted', { strategy: 'bundled', license, files: [file] })
    manifest('scheme', { files: [{ ...file, urls: ['file:///etc/passwd'] }] })
    mkdirSync(join(folder, 'bundled/torn'))
    writeFileSync(join(folder, 'bundled/torn/model.json'), '{"id":')
    manifest('good')
    expect((await store().list()).map(({ id }) => id)).toEqual(['good'])
  })
})
