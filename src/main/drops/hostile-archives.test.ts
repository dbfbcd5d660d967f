import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { treeOf } from '../marketplace/testing/tree-of'
import { installPlugin } from '../plugins/packages'
import { TempFolder } from '../plugins/packages/testing/temp-folder'
import { unpackBundle } from '../project/bundle'
import { bundleWith, hostileForms, packageWith, type HostileForm } from './testing/hostile-forms'
import { hostileNames, type HostileEntry } from './testing/hostile-names'
import type { RawEntry } from './testing/raw-tar'
import type { RawPart } from './testing/raw-zip'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

const temp = new TempFolder()
afterAll(() => temp[Symbol.dispose]())

const tarKinds = {
  link: '2',
  'hard link': '1',
  'character device': '3',
  'block device': '4',
  pipe: '6',
  // There is none in a tar; a reader may take the letter for a plain file.
  socket: 's',
}
const zipKinds = {
  link: 0o120_777,
  'hard link': 0o120_777,
  'character device': 0o020_644,
  'block device': 0o060_644,
  pipe: 0o010_644,
  socket: 0o140_644,
}

function inTar({ path, raw = false, kind, to = '' }: HostileEntry): RawEntry {
  const whole = raw ? path : `package/${path}`
  return kind === undefined ? { path: whole } : { path: whole, type: tarKinds[kind], link: to }
}

function inZip({ path, raw = false, kind, to = '' }: HostileEntry): RawPart {
  const name = raw ? path : `audio/${path}`
  return kind === undefined ? { name } : { name, mode: zipKinds[kind], data: Buffer.from(to) }
}

const cases: readonly HostileForm[] = [
  ...hostileNames.map(({ row, what, entries }): HostileForm => ({
    row,
    what,
    tar: () => packageWith(entries.map(inTar)),
    zip: () => bundleWith(entries.map(inZip)),
  })),
  ...hostileForms,
]
const named = cases.map(each => [`${each.row} ${each.what}`, each] as const)

async function install(bytes: Buffer): Promise<string> {
  writeFileSync(temp.at('in.tgz'), bytes)
  const done = await installPlugin('./in.tgz', {
    plugins: temp.at('plugins'),
    builtIn: temp.at('built-in'),
    cache: temp.at('cache'),
    folder: temp.path,
  })
  rmSync(temp.at('in.tgz'))
  return done.ok ? 'ok' : (done.error[0]?.code ?? '')
}

async function unpack(bytes: Buffer): Promise<string> {
  writeFileSync(temp.at('in.wireharpz'), bytes)
  const done = await unpackBundle(temp.at('in.wireharpz'), temp.at('aside'))
  rmSync(temp.at('in.wireharpz'))
  return done.ok ? 'ok' : done.error.code
}

describe('S2-11 I4 hostile archives', () => {
  let before: Readonly<Record<string, string>>
  beforeAll(async () => {
    const code = await install(packageWith())
    if (code !== 'ok') throw new Error(`The good package is refused: ${code}`)
    before = treeOf(temp.path)
  })

  test('are at least 120 as packages and 120 as bundles, and what they are made of is good', async () => {
    expect(cases.length).toBeGreaterThanOrEqual(120)
    expect(await unpack(bundleWith())).toBe('ok')
    expect(readFileSync(temp.at('aside/audio/good.wav'), 'utf8')).toBe('sound '.repeat(40))
    rmSync(temp.at('aside'), { recursive: true })
    const more = [{ path: 'fine.wav' }, { path: 'Träume – 2.wav' }]
    expect(await unpack(bundleWith(more.map(inZip)))).toBe('ok')
    const behind = { name: 'audio/streamed.wav', deflated: true, descriptor: {} }
    rmSync(temp.at('aside'), { recursive: true })
    expect(await unpack(bundleWith([behind]))).toBe('ok')
    rmSync(temp.at('aside'), { recursive: true })
  })

  test.each(named)('%s: refused as a package, nothing written', async (_name, { tar }) => {
    expect(await install(tar())).toMatch(/^package-(refused|damaged|too-large)$/)
    expect(treeOf(temp.path)).toEqual(before)
  })

  test.each(named)('%s: refused as a bundle, nothing outside', async (_name, { zip }) => {
    expect(await unpack(zip())).toMatch(/^bundle-(refused|damaged)$/)
    // Whoever opens bundles takes this folder away.
    rmSync(temp.at('aside'), { recursive: true, force: true })
    expect(treeOf(temp.path)).toEqual(before)
  })

  test('Z08 a bit of a bundle that is flipped is found, wherever it is', async () => {
    const good = bundleWith()
    for (let bit = 0; bit < good.length * 8; bit += 61) {
      const bytes = Buffer.from(good)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const code = await unpack(bytes)
      // Versions, dates and rights are no part of what comes out.
      if (code === 'ok') {
        expect(readFileSync(temp.at('aside/audio/good.wav'), 'utf8')).toBe('sound '.repeat(40))
      } else expect(code).toMatch(/^bundle-(refused|damaged)$/)
      rmSync(temp.at('aside'), { recursive: true, force: true })
    }
  })
})
