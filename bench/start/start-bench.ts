import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { appPaths, rootFolder, silentLog, systemClock } from '../../src/main/kit'
import { builtInPlugins, PluginManager } from '../../src/main/plugins'
import { median } from '../median'

export interface StartRow {
  readonly plugins: string
  /** Finding and checking them all, before anything was kept. */
  readonly firstMs: number
  /** The same with the manifests of the start before. */
  readonly nextMs: number
  /** From `wireharp start` to the address being printed, median. */
  readonly appMs: number
}

/** Start-up against the number of the user's plugins: none, 100 like those built in, 20 broken ones. */
export async function startBench(runs: number): Promise<StartRow[]> {
  const cases: [plugins: string, fill: (folder: string) => void][] = [
    ['none', () => {}],
    ['100', folder => fill(folder, 100)],
    ['20 broken', folder => breakIn(folder, 20)],
  ]
  const root = mkdtempSync(join(tmpdir(), 'wireharp-start-'))
  try {
    const rows: {
      plugins: string
      home: string
      firstMs: number
      nextMs: number
      times: number[]
    }[] = []
    for (const [plugins, fillIn] of cases) {
      const home = join(root, plugins)
      const folder = join(home, 'data/plugins')
      mkdirSync(folder, { recursive: true })
      fillIn(folder)
      // The first of all would pay for compiling what it runs.
      if (rows.length === 0) await scan(join(root, 'warm-up'))
      rows.push({ plugins, home, firstMs: await scan(home), nextMs: await scan(home), times: [] })
    }
    // In turn, so that what else the machine does meets all alike.
    for (let run = 0; run < runs; run++) {
      for (const { home, times } of rows) times.push(await startApp(home))
    }
    return rows.map(({ home: _home, times, ...row }) => ({ ...row, appMs: median(times) }))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Copies of built-in plugins, under names of their own. */
function fill(folder: string, count: number): void {
  const source = join(builtInPlugins(), 'filters/filter')
  for (let index = 0; index < count; index++) {
    const to = join(folder, `copy-${index}`)
    cpSync(source, to, { recursive: true })
    const text = readFileSync(join(source, 'plugin.json'), 'utf8')
    writeFileSync(join(to, 'plugin.json'), text.replace('"id": "filter"', `"id": "copy-${index}"`))
  }
}

function breakIn(folder: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const to = join(folder, `broken-${index}`)
    mkdirSync(to)
    writeFileSync(join(to, 'plugin.json'), index % 2 === 0 ? '{' : `{"id": ${index}}`)
  }
}

async function scan(home: string): Promise<number> {
  const began = performance.now()
  const paths = appPaths({ WIREHARP_HOME: home })
  const parts = { builtIn: builtInPlugins(), paths, clock: systemClock, log: silentLog, env: {} }
  await using _manager = new PluginManager({ ...parts, live: true })
  return performance.now() - began
}

/** From the command to the address that it prints, in ms. */
export async function startApp(home: string): Promise<number> {
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [join(rootFolder(), 'out/main/cli.js'), 'serve', '--no-open', '--json'],
    { env: { ...process.env, WIREHARP_HOME: home }, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  for await (const _line of createInterface(child.stdout)) break
  const took = performance.now() - began
  child.kill('SIGTERM')
  await ended
  return took
}
