import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { canonicalJson } from '#shared/kit'
import { loadPlugins } from '../../load-plugins'
import { installPlugin, type InstallPlaces } from '../install-plugin'
import { packPlugin } from '../pack-plugin'
import type { PackageFile } from '../package-limits'
import { readTarball } from '../read-tarball'
import { signPackage } from '../sign-package'
import { done, put, smallPlugin, type SmallPlugin } from '../testing/plugin-files'
import { TempFolder } from '../testing/temp-folder'
import { writeTarball } from '../write-tarball'
import { newPrivateKey, publicKeyOf, readPrivateKey } from './ed25519'
import { looksLike } from './look-alike'
import { noteRegistry } from './known-publishers'
import { keepRevocations, signRevocations, type RevocationEntry } from './revocations'
import { revocationsFor } from './revoked-plugins'
import { SIGNATURE_FILE } from './signature-file'

vi.mock('../in-worker', () => import('../testing/at-hand'))

let temp: TempFolder
let places: InstallPlaces
beforeEach(() => {
  temp = new TempFolder()
  places = {
    plugins: temp.at('plugins'),
    builtIn: temp.at('built-in'),
    cache: temp.at('cache'),
    folder: temp.path,
  }
})
afterEach(() => temp[Symbol.dispose]())

const keyOf = () => {
  const key = readPrivateKey(newPrivateKey())
  if (key === undefined) throw new Error('no key')
  return { key, name: 'Ada' }
}
const ada = keyOf()
const eve = { ...keyOf(), name: 'Eve' }
const now = Date.UTC(2026, 10, 21)

async function packed(options: SmallPlugin = {}): Promise<readonly PackageFile[]> {
  const folder = put(temp.at('source'), smallPlugin(options))
  const files = await readTarball(done(await packPlugin(folder)).bytes)
  rmSync(folder, { recursive: true })
  return files.ok ? files.value : []
}

async function install(files: readonly PackageFile[], more: Partial<InstallPlaces> = {}) {
  writeFileSync(temp.at('p.tgz'), writeTarball(files))
  const installed = await installPlugin('./p.tgz', { ...places, ...more })
  return installed.ok ? 'ok' : installed.error[0]?.code
}

type Edit = (text: string) => string

function resigned(files: readonly PackageFile[], edit: Edit): readonly PackageFile[] {
  return files.map(file =>
    file.path === SIGNATURE_FILE
      ? { ...file, bytes: Buffer.from(edit(file.bytes.toString('utf8'))) }
      : file,
  )
}

function changed(edit: (content: Record<string, unknown>) => object): Edit {
  return text => {
    const content: unknown = JSON.parse(text)
    return canonicalJson(edit({ ...(typeof content === 'object' ? content : {}) }))
  }
}

const signed = async (options: SmallPlugin = {}, signer = ada) =>
  signPackage(await packed(options), signer, now)

describe('M-03 Z12 a signature', () => {
  test('that fits lets a package in, and its publisher is known from then on', async () => {
    expect(await install(await signed())).toBe('ok')
    expect(await install(await signed({ version: '1.0.1' }))).toBe('ok')
  })

  test.each<[string, Edit]>([
    ['signature-malformed', () => 'no JSON'],
    ['signature-malformed', changed(content => ({ ...content, signature: 'ab' }))],
    ['signature-malformed', changed(content => ({ ...content, more: 1 }))],
    ['signature-not-canonical', text => JSON.stringify(JSON.parse(text))],
    ['signature-not-canonical', changed(content => ({ ...content, signature: 'f'.repeat(128) }))],
    ['signature-wrong', changed(content => ({ ...content, signature: '0'.repeat(128) }))],
    ['signature-wrong', changed(content => ({ ...content, signedAt: '2020-01-01T00:00:00.000Z' }))],
    [
      'signature-wrong',
      changed(content => ({ ...content, publisher: { key: publicKeyOf(eve.key), name: 'Ada' } })),
    ],
    [
      'signature-key-invalid',
      changed(content => ({ ...content, publisher: { key: '0'.repeat(64), name: 'Ada' } })),
    ],
  ])('%s', async (code, edit) => {
    expect(await install(resigned(await signed(), edit))).toBe(code)
  })

  test('of another package, of another version, or of the future', async () => {
    const signature = (files: readonly PackageFile[]) =>
      files.filter(({ path }) => path === SIGNATURE_FILE)
    const others = (files: readonly PackageFile[]) =>
      files.filter(({ path }) => path !== SIGNATURE_FILE)
    const own = others(await packed())
    expect(await install([...own, ...signature(await signed({ id: 'other' }))])).toBe(
      'signature-other-package',
    )
    expect(await install([...own, ...signature(await signed({ version: '2.0.0' }))])).toBe(
      'signature-other-version',
    )
    const early = signPackage(await packed(), ada, Date.now() + 3 * 86_400_000)
    expect(await install(early)).toBe('signature-from-future')
  })

  test.each([
    ['signature-file-changed', (file: PackageFile) => ({ ...file, bytes: Buffer.from('//') })],
    ['signature-file-missing', () => undefined],
  ])('%s', async (code, edit) => {
    const files = (await signed()).flatMap(file =>
      file.path === 'main.js' ? (edit(file) ?? []) : [file],
    )
    expect(await install(files)).toBe(code)
  })

  test('signature-file-added', async () => {
    const extra = { path: 'extra.txt', bytes: Buffer.from('x') }
    expect(await install([...(await signed()), extra])).toBe('signature-file-added')
  })
})

describe('M-03 an update', () => {
  test('T15 of another publisher, or of none, is let in only when the user agrees', async () => {
    await install(await signed())
    expect(await install(await signed({ version: '1.0.1' }, eve))).toBe('publisher-changed')
    expect(await install(await packed({ version: '1.0.1' }))).toBe('publisher-changed')
    const agreed = await install(await signed({ version: '1.0.1' }, eve), { agreed: true })
    expect(agreed).toBe('ok')
    expect(await install(await signed({ version: '1.0.2' }))).toBe('publisher-changed')
  })

  test('T14 that asks for more rights, wider ones, or more plugins has to be agreed to', async () => {
    const asks = (version: string, permissions: unknown, dependencies = {}) =>
      signed({ version, extra: { permissions, dependencies } })
    const home = { right: 'network', scope: ['a.example'] }
    await install(await asks('1.0.0', [home]))
    expect(await install(await asks('1.0.1', [home]))).toBe('ok')
    expect(
      await install(await asks('1.0.2', [{ ...home, scope: ['a.example', 'b.example'] }])),
    ).toBe('agreement-needed')
    expect(await install(await asks('1.0.2', ['network']))).toBe('agreement-needed')
    expect(await install(await asks('1.0.2', [home, 'midi']))).toBe('agreement-needed')
    expect(await install(await asks('1.0.2', [home], { gain: '*' }))).toBe('agreement-needed')
    expect(await install(await asks('1.0.2', []))).toBe('ok')
  })

  test('T04 to a version that keeps all later ones out is refused', async () => {
    await install(await signed())
    const code = await install(await signed({ version: '999999999.0.0' }), { agreed: true })
    expect(code).toBe('package-version-implausible')
  })
})

describe('M-03 T11 T16 revocation', () => {
  const registry = 'https://registry.example'
  const list = (entries: readonly RevocationEntry[], sequence = 1, signer = eve) =>
    signRevocations(entries, sequence, signer.key, now)
  const keys = [publicKeyOf(eve.key)]

  test.each<[string, RevocationEntry]>([
    ['publisher-revoked', { key: publicKeyOf(ada.key), reason: 'stolen' }],
    ['package-revoked', { plugin: 'small', versions: '<=1.0.0', reason: 'hurts ears' }],
  ])(
    '%s: neither installed nor, once installed, run again, with no network',
    async (code, entry) => {
      const files = await signed()
      await noteRegistry(places.plugins, registry, { keys, sequence: 0 })
      expect(await install(files)).toBe('ok')
      // From the registry that may revoke.
      const record = join(places.plugins, 'small/1.0.0.json')
      const text = readFileSync(record, 'utf8').replace('{', `{"registry":"${registry}",`)
      writeFileSync(record, text)
      expect((await keepRevocations(places.plugins, list([entry]), keys)).ok).toBe(true)
      const load = () =>
        loadPlugins(
          { builtIn: temp.at('none'), user: places.plugins },
          { refused: revocationsFor(places.plugins), kept: { small: { enabled: true } } },
        )
      expect(load().plugins[0]).toMatchObject({ id: 'small', state: 'disabled', reason: { code } })
      expect(load().catalog.size).toBe(0)
    },
  )

  test('a list that is forged, by whom it does not concern, or older changes nothing', async () => {
    const entry = { plugin: 'small', versions: '*', reason: 'x' }
    const keep = (text: string) => keepRevocations(places.plugins, text, keys)
    expect((await keep(list([entry], 5))).ok).toBe(true)
    for (const text of [
      'x',
      list([entry], 6, ada),
      list([entry], 4),
      list([entry], 6).replace('small', 'other'),
    ]) {
      const kept = await keep(text)
      expect(kept.ok ? '' : kept.error.code).toBe('revocations-invalid')
    }
  })
})

describe('M-03 T17 names that are taken for others', () => {
  test.each([
    ['shirnmer', 'shimmer'],
    ['tape-ech0', 'tape-echo'],
    ['tapeecho', 'tape-echo'],
    ['shimmmer', 'shimmer'],
    ['shimemr', 'shimmer'],
    ['@acme/reverb-p1us', '@acme/reverb-plus'],
  ])('%s looks like %s', (id, other) => {
    expect(looksLike(id, ['gain', other])).toBe(other)
  })

  test.each([
    ['reverb-2', 'reverb-3'],
    ['delay', 'relay'],
    ['tape-echo', 'tape-delay'],
  ])('%s does not look like %s', (id, other) => {
    expect(looksLike(id, [other])).toBeUndefined()
  })
})
