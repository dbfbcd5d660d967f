import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { TempFolder } from '../plugins/packages/testing/temp-folder'
import { undoInterrupted } from './install/journal'
import { sweepLeft } from './install/sweep'

const HOUR = 3_600_000
const hash = 'a'.repeat(64)
/** By age in hours; the process 4194305 cannot be, ids end before it. */
const left: readonly [string, number][] = [
  ['data/plugins/.staging-4194305-abcdefgh/1.0.0', 0],
  [`data/plugins/.staging-${process.pid}-abcdefgh`, 48],
  // Of an earlier process with the id of this one.
  [`data/plugins/.staging-${process.pid}-00000000-abcdefgh`, 0],
  ['data/plugins/.publishers.json.abcdefgh.tmp', 2],
  ['data/plugins/small/.current.abcdefgh.tmp', 2],
  ['data/plugins/@ada/small/.1.0.0.json.abcd-_gh.tmp', 2],
  ['data/plugin-environments/.x.json.abcdefgh.tmp', 2],
  [`data/plugin-files/aa/${hash}.abcdef`, 2],
  [`cache/market/packages/${hash}.tgz.part`, 31 * 24],
  ['tmp/wireharp-package-abc', 25],
]
const stays: readonly [string, number][] = [
  [`data/plugins/.staging-${process.pid}-ijklmnop`, 0],
  ['data/plugins/small/current', 100],
  ['data/plugins/small/.current.ijklmnop.tmp', 0.5],
  [`data/plugin-files/aa/${hash}`, 100],
  [`data/plugin-files/aa/${hash}.ghijkl`, 0.5],
  [`cache/market/packages/${hash}2.tgz.part`, 24],
  ['tmp/wireharp-package-def', 1],
  ['tmp/someone-else', 1000],
]

test('S2-11 I4 what was left by whoever was killed is taken away, and nothing that is in use', async () => {
  using temp = new TempFolder()
  for (const [path, hours] of [...left, ...stays]) {
    const at = temp.at(...path.split('/'))
    mkdirSync(dirname(at), { recursive: true })
    if (/staging-[\w-]+$|wireharp-/.test(path)) mkdirSync(at, { recursive: true })
    else writeFileSync(at, 'x')
    const when = (Date.now() - hours * HOUR) / 1000
    utimesSync(at, when, when)
  }
  await sweepLeft({ data: temp.at('data'), cache: temp.at('cache') }, { temporary: temp.at('tmp') })
  const there = ([path]: readonly [string, number]) => existsSync(temp.at(...path.split('/')))
  expect(left.filter(there)).toEqual([])
  expect(stays.filter(each => !there(each))).toEqual([])
})

test('2.h a journal that nobody finished goes with the next change, and nothing else', async () => {
  using temp = new TempFolder()
  const plugins = temp.at('plugins')
  mkdirSync(plugins)
  const [unfinished, other] = [
    '..market-journal.json.abcdefgh.tmp',
    '.publishers.json.abcdefgh.tmp',
  ]
  for (const name of [unfinished, other]) writeFileSync(`${plugins}/${name}`, '{')
  await undoInterrupted(plugins)
  expect([unfinished, other].map(name => existsSync(`${plugins}/${name}`))).toEqual([false, true])
})
