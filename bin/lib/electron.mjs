import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { findNode } from './find-node.mjs'
import { at } from './root.mjs'
import { say } from './say.mjs'

const home = at('node_modules/electron')
const memory = at('node_modules/.cache/wireharp/electron.json')
const downloads = at('node_modules/.cache/wireharp/electron-download')

const day = 24 * 60 * 60 * 1000

const inside = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** Electron's binary, if it is on this machine. */
export function findElectron({ env = process.env, folder = home } = {}) {
  const file = inside[process.platform] ?? 'electron'
  const path = join(env.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist'), file)
  return existsSync(path) ? path : undefined
}

/** Downloads Electron's binary, unless that failed less than a day ago. */
export async function fetchElectron({ evenIfItFailed = false } = {}) {
  const version = readVersion()
  if (version === undefined) return undefined
  if (!evenIfItFailed && failedLately(version)) return undefined
  say(`Fetching Electron ${version} (once)…`)
  const problem = await download()
  const found = findElectron()
  if (found !== undefined) return found
  mkdirSync(dirname(memory), { recursive: true })
  writeFileSync(memory, JSON.stringify({ version, at: new Date().toISOString(), problem }))
  say(
    `Electron could not be fetched (${problem}). The next try is tomorrow, or with WIREHARP_FACE=electron.`,
  )
  return undefined
}

export function failedLately(version, { file = memory, now = Date.now() } = {}) {
  try {
    const failure = JSON.parse(readFileSync(file, 'utf8'))
    return failure.version === version && now - Date.parse(failure.at) < day
  } catch {
    return false
  }
}

function readVersion() {
  try {
    return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version
  } catch {
    return undefined
  }
}

/** Runs Electron's own installer for as long as bytes keep coming; yields what went wrong, if anything. */
async function download({ patience = 20_000 } = {}) {
  rmSync(downloads, { recursive: true, force: true })
  mkdirSync(downloads, { recursive: true })
  const child = spawn(findNode(), [join(home, 'install.js')], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: downloads, TEMP: downloads, TMP: downloads },
  })
  let code
  child.once('exit', exitCode => (code = exitCode ?? 1))
  child.once('error', () => (code = 1))
  const stop = () => child.kill('SIGKILL')
  process.once('exit', stop)
  let size = 0
  let grewAt = performance.now()
  while (code === undefined && performance.now() - grewAt < patience) {
    await setTimeout(100)
    const sizeNow = sizeOf(downloads) + sizeOf(join(home, 'dist'))
    if (sizeNow !== size) grewAt = performance.now()
    size = sizeNow
  }
  process.off('exit', stop)
  stop()
  rmSync(downloads, { recursive: true, force: true })
  if (code === undefined) return `nothing arrived for ${patience / 1000} seconds`
  return code === 0 ? undefined : 'the download failed'
}

function sizeOf(folder) {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .reduce((sum, entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name)
      return sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0)
    }, 0)
}
