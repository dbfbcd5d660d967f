import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { unwrap } from '#shared/kit'
import { nodeBinary, rootFolder } from '../../kit'
import { findPlugins } from '../../plugins/find-plugins'
import { filesOfFolder, homeOf, packPlugin, readRecord } from '../../plugins/packages'
import { done, put, smallPlugin } from '../../plugins/packages/testing/plugin-files'
import { TempFolder } from '../../plugins/packages/testing/temp-folder'
import { filesBelow } from '../../plugins/packages/verify-installed'
import { readPlugin } from '../../plugins/read-plugin'
import { publishToFolder } from '../publish/to-folder'
import { addRegistry } from '../registries/registry-list'
import { KEPT_SET, marketAt, setOf, turns } from './kill-turns'

export interface KillsRow {
  readonly kills: number
  /** By what was under way. */
  readonly install: number
  readonly update: number
  readonly restore: number
  readonly uninstall: number
  /** After which neither what was nor what should be was there, whole. */
  readonly between: number
  /** Of them, plugins whose files are not those of their package. */
  readonly damaged: number
  /** Those that first had to be undone: several plugins change, and one was through. */
  readonly undone: number
  /** Folders and notes of installations that are there still after one that ended. */
  readonly leftOver: number
}

/** Longest time between the beginning of a child’s work and its death, in ms. */
const LONGEST = 500

/** Kills whoever installs, updates and removes plugins, and looks at what is there then. */
export async function installKills(
  rounds: number,
  onRound: (round: number) => void = () => {},
): Promise<KillsRow> {
  using temp = new TempFolder()
  await fill(temp)
  const log = temp.at('turns.log')
  const row = { install: 0, update: 0, restore: 0, uninstall: 0, between: 0, damaged: 0, undone: 0 }
  for (let round = 0; round < rounds; round++) {
    onRound(round)
    writeFileSync(log, '')
    // Along the golden ratio, so that few rounds are spread as well as many.
    await killed(temp.path, log, Math.floor(((round * 0.618034) % 1) * LONGEST))
    const plugins = temp.at('data/plugins')
    row.undone += existsSync(join(plugins, '.market-journal.json')) ? 1 : 0
    await using market = marketAt(temp.path)
    await market.recover()
    const names = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .filter(name => name !== 'done')
    const turn = turns(market).find(({ name }) => name === names.at(-1))
    if (turn?.name === 'install') row.install++
    else if (turn?.name === 'update') row.update++
    else if (turn?.name === 'restore') row.restore++
    else if (turn !== undefined) row.uninstall++
    const there = JSON.stringify(setOf(market))
    const may = turn === undefined ? [there] : [turn.from, turn.to].map(set => JSON.stringify(set))
    if (!may.includes(there)) row.between++
    if (!(await isWhole(plugins))) row.damaged++
  }
  return { kills: rounds, ...row, leftOver: await leftOver(temp) }
}

/** A shelf with two plugins in two majors each. */
async function fill(temp: TempFolder): Promise<void> {
  for (const name of ['shelf', 'data', 'catalogue']) mkdirSync(temp.at(name))
  for (const version of ['1.0.0', '2.0.0']) {
    for (const id of ['needed', 'root']) {
      const extra = id === 'root' ? { dependencies: { needed: `^${version}` } } : {}
      const folder = put(temp.at('sources', id, version), smallPlugin({ id, version, extra }))
      const { bytes } = done(await packPlugin(folder))
      unwrap(await publishToFolder(bytes, { folder: temp.at('shelf'), now: Date.now() }))
    }
  }
  await using market = marketAt(temp.path)
  const { places } = market.shop.parts
  unwrap(await addRegistry(places, { name: 'shelf', address: 'shelf' }, temp.path))
  unwrap(await market.catalogue.refresh('shelf'))
  for (const work of [
    () => market.install({ id: 'needed', version: '1.0.0', agreed: true }),
    () => market.uninstall('needed', {}),
  ]) {
    const task = await market.ended(work())
    if (task?.state !== 'done') throw new Error(JSON.stringify(task?.failures))
    if (task.action === 'install') unwrap(await market.environments.take(KEPT_SET))
  }
}

function killed(home: string, log: string, afterMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const sources = join(rootFolder(), 'src/main')
  const hooks = pathToFileURL(join(sources, 'kit/testing/run-sources.ts')).href
  const script = join(sources, 'marketplace/testing/kill-child.ts')
  const child = spawn(nodeBinary(), ['--no-warnings', '--import', hooks, script, home, log], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: rootFolder(),
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said === 'up\n') void setTimeout(afterMs).then(() => child.kill('SIGKILL'))
  })
  child.on('exit', (_code, signal) => {
    if (signal === 'SIGKILL') resolve()
    else reject(new Error(`The child ended by itself: ${said}`))
  })
  return promise
}

/** Every plugin that is there is one, noted as the one it is, to the last byte. */
async function isWhole(plugins: string): Promise<boolean> {
  for (const folder of findPlugins(plugins)) {
    const plugin = readPlugin(folder)
    const { id = '', version = '' } = plugin.ok ? plugin.value.manifest : {}
    const record = readRecord(plugins, id)
    const files = await filesBelow(folder)
    const isSame =
      record?.version === version &&
      join(homeOf(plugins, id), record.folder) === folder &&
      JSON.stringify(sorted(files)) === JSON.stringify(sorted(record.files))
    if (!isSame) return false
  }
  return true
}

function sorted(files: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** What lies about after somebody went through all turns to the end. */
async function leftOver(temp: TempFolder): Promise<number> {
  await using market = marketAt(temp.path)
  for (const turn of turns(market)) await market.ended(turn.begin())
  const names = await filesOfFolder(temp.at('data/plugins'))
  const odd = /\.staging-|\.market-journal/
  return names.ok ? names.value.filter(({ path }) => odd.test(path)).length : 0
}
