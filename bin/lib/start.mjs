import { findElectron, fetchElectron } from './electron.mjs'
import { findChromium } from './find-chromium.mjs'
import { at } from './root.mjs'
import { run, runNode, withNode } from './run.mjs'
import { say, Trouble } from './say.mjs'
import { setUp } from './set-up.mjs'

/** Options that only the browser face has. */
const browserOnly = ['--no-open', '--json', '--port', '--host']

/** Opens Wireharp: in Electron where that runs, else in a browser. Yields the exit code. */
export async function start(args, env = process.env) {
  await setUp()
  const face = env.WIREHARP_FACE ?? 'auto'
  if (!['auto', 'electron', 'browser'].includes(face)) {
    throw new Trouble(
      `WIREHARP_FACE is '${face}': it may be 'electron' or 'browser', or not be set.`,
    )
  }
  const wantsBrowser = args.some(arg => browserOnly.includes(arg.split('=')[0]))
  if (face === 'electron' || (face === 'auto' && !wantsBrowser && hasDisplay(env))) {
    const forced = face === 'electron'
    const code = await startElectron(args, forced)
    if (code !== undefined) return code
  }
  const chromium = findChromium()
  const child = chromium === undefined ? withNode() : { ...withNode(), WIREHARP_CHROMIUM: chromium }
  return (await runNode([at('out/main/cli.js'), 'serve', ...args], { env: child })).code
}

export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Yields nothing if Electron cannot run here and the browser should be tried. */
async function startElectron(args, forced) {
  const electron = findElectron() ?? (await fetchElectron({ evenIfItFailed: forced }))
  if (electron === undefined) {
    if (!forced) return undefined
    throw new Trouble(
      'Electron is not here and could not be fetched: check the network connection, or start without ' +
        'WIREHARP_FACE to work in a browser.',
    )
  }
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const started = performance.now()
  const { code, signal } = await run(electron, [...asRoot, at(), ...args], { env: withNode() })
  // A binary that cannot run here (no GPU libraries, no sandbox rights) dies at once and by a signal.
  const diedAtOnce = signal !== null && performance.now() - started < 5_000
  const byUs = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'].includes(signal)
  if (forced || !diedAtOnce || byUs) return code
  say(`Electron does not run on this machine (${signal}): opening in a browser.`)
  return undefined
}
