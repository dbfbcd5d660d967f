import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './find-chromium.mjs'
import { say } from './say.mjs'

const advice =
  'No Chromium was found, which the end-to-end tests drive: install Chromium, Chrome or Edge, or set ' +
  'WIREHARP_CHROMIUM to its path, then run the tests again.'

/** For tests only: a found browser, or one installed by apt where this process may do that. */
export function ensureChromium() {
  const found = findChromium()
  if (found !== undefined) return found
  const apt = existsSync('/usr/bin/apt-get')
  if (process.env.WIREHARP_CHROMIUM === undefined && apt && process.getuid?.() === 0) {
    say('Installing Chromium for the end-to-end tests…')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const run = args => spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env })
    run(['update', '-qq'])
    run(['install', '-y', '-qq', 'chromium'])
  }
  const installed = findChromium()
  if (installed === undefined) say(advice)
  return installed
}
