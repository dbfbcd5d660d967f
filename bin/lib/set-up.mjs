import { existsSync } from 'node:fs'
import { fingerprint } from './fingerprint.mjs'
import { at } from './root.mjs'
import { runNode } from './run.mjs'
import { say, Stopped, Trouble } from './say.mjs'
import { removeStamp, stampMatches, writeStamp } from './stamp.mjs'

const buildStamp = at('out/.stamp')

/** Everything the build reads. */
const sources = [
  'src',
  'plugins',
  'bin/build.mjs',
  'bin/build-kernels.mjs',
  'bin/build-plugins.mjs',
  'bin/build-sdk.mjs',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
].map(path => at(path))

/** Installs and builds what is missing or out of date; does nothing, quickly, when nothing is. */
export async function setUp({ forceBuild = false, withBuild = true } = {}) {
  const { packagesAreInstalled, installPackages } = await import('./install-packages.mjs')
  const isReady = () => !withBuild || (!forceBuild && isBuilt())
  if (packagesAreInstalled() && isReady()) return
  const { withLock } = await import('./lock.mjs')
  const onWait = pid => say(`Another Wireharp (process ${pid}) is setting up: waiting for it…`)
  const work = async () => {
    if (!packagesAreInstalled()) await installPackages()
    if (!isReady()) await build()
  }
  await withLock(at('out/.lock'), work, { onWait })
}

function isBuilt() {
  return existsSync(at('out/main/cli.js')) && stampMatches(buildStamp, fingerprint(sources))
}

async function build() {
  say('Building…')
  // Taken before the build: what changes meanwhile is seen as a change next time.
  const value = fingerprint(sources)
  removeStamp(buildStamp)
  const started = performance.now()
  const { code, signal } = await runNode([at('bin/build.mjs')], { cwd: at(), toStderr: true })
  if (signal !== null) throw new Stopped(code)
  if (code !== 0) throw new Trouble('The build failed: the reason stands above.')
  writeStamp(buildStamp, value)
  say(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
}
