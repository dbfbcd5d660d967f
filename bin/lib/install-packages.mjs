import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundledNode } from './find-node.mjs'
import { at } from './root.mjs'
import { run, runNode } from './run.mjs'
import { say, Stopped, Trouble } from './say.mjs'
import { removeStamp, stampMatches, writeStamp } from './stamp.mjs'

const modules = at('node_modules')
const stamp = join(modules, '.wireharp')

function wanted() {
  const platform = `${process.platform}-${process.arch}`
  const lock = readFileSync(at('package-lock.json'))
  return `${platform} ${createHash('sha256').update(lock).digest('hex')}`
}

export function packagesAreInstalled() {
  return stampMatches(stamp, wanted())
}

/** Installs what package-lock.json says, unless somebody's own `npm ci` has just done so. */
export async function installPackages() {
  if (!npmInstalledThem()) await runNpm()
  writeStamp(stamp, wanted())
}

/** npm writes its hidden lock file last, so what it lists is on the disk. */
function npmInstalledThem() {
  try {
    const locked = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
    const present = JSON.parse(readFileSync(at('node_modules/.package-lock.json'), 'utf8')).packages
    const bundled = bundledNode()
    return (
      (bundled === undefined || existsSync(bundled)) && hasAll(present, locked) && onDisk(present)
    )
  } catch {
    return false
  }
}

/** A hidden lock that was copied along from elsewhere can list what was never unpacked here. */
function onDisk(present) {
  return Object.keys(present).every(path => existsSync(at(path, 'package.json')))
}

/**
 * Optional packages of other platforms are missing by right; those that are there must be the locked ones.
 * Not every locked package has a checksum: the lock was written where some platforms' were out of reach.
 */
export function hasAll(present, locked) {
  return Object.entries(locked).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true
    const found = present[path]
    if (found === undefined) return optional === true
    return found.version === version && (integrity === undefined || found.integrity === integrity)
  })
}

async function runNpm() {
  say('Installing packages (once, about half a minute)…')
  removeStamp(stamp)
  const node = process.env.npm_node_execpath ?? process.execPath
  // What a killed installation left behind can trip npm. But the Node that runs npm must stay: npm itself
  // replaces it last, except on Windows, where it must not try.
  const isInside = node.startsWith(modules)
  if (!isInside) rmSync(modules, { recursive: true, force: true, maxRetries: 3 })
  const verb = isInside && process.platform === 'win32' ? 'install' : 'ci'
  const args = [verb, '--include=optional', '--include=dev', '--no-audit', '--no-fund']
  const { code, signal } = await npm(node, [...args, '--loglevel=error'])
  if (signal !== null) throw new Stopped(code)
  if (code !== 0) {
    throw new Trouble(
      'The packages could not be installed (npm says why above): check the network connection and ' +
        'the space on the disk, then run the same command again.',
    )
  }
}

/** npm's script is run directly where it is found, so that it ends with this process. */
async function npm(node, args) {
  const beside = dirname(process.execPath)
  const scripts = [
    process.env.npm_execpath,
    join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(beside, 'node_modules/npm/bin/npm-cli.js'),
  ]
  const script = scripts.find(path => path?.endsWith('npm-cli.js') && existsSync(path))
  // Asked politely, npm tries to put things back and takes its time: the stamp makes that needless.
  const options = { cwd: at(), toStderr: true, endBy: 'SIGKILL' }
  if (script !== undefined) return runNode([script, ...args], { ...options, node })
  try {
    const windows = process.platform === 'win32'
    return await run(windows ? 'cmd.exe' : 'npm', windows ? ['/c', 'npm', ...args] : args, options)
  } catch {
    throw new Trouble('npm was not found: it comes with Node, from https://nodejs.org.')
  }
}
