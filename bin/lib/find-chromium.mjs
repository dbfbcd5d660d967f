import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'msedge',
]

const macApps = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

const windowsApps = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * The path of a Chromium-family browser, or undefined. `WIREHARP_CHROMIUM` decides alone when it is set.
 * Looks on the PATH, then in the usual places of the system, then at Playwright's own downloads.
 */
export function findChromium({
  env = process.env,
  platform = process.platform,
  home = homedir(),
  exists = existsSync,
} = {}) {
  const chosen = env.WIREHARP_CHROMIUM
  if (chosen) return exists(chosen) ? chosen : undefined
  const candidates = [...onPath(env, platform), ...usualPlaces(env, platform, home)]
  return candidates.find(candidate => exists(candidate)) ?? fromPlaywright(env, platform, home)
}

function onPath(env, platform) {
  const folders = (env.PATH ?? env.Path ?? '').split(platform === 'win32' ? ';' : delimiter)
  const files = platform === 'win32' ? names.map(name => `${name}.exe`) : names
  return files.flatMap(file => folders.filter(Boolean).map(folder => join(folder, file)))
}

function usualPlaces(env, platform, home) {
  if (platform === 'darwin') {
    return ['/Applications', join(home, 'Applications')].flatMap(folder =>
      macApps.map(app => join(folder, app)),
    )
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
    return folders.filter(Boolean).flatMap(folder => windowsApps.map(app => `${folder}\\${app}`))
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'].flatMap(folder =>
    names.map(name => join(folder, name)),
  )
}

const playwrightBinaries = {
  linux: ['chrome-linux64/chrome', 'chrome-linux/chrome'],
  darwin: [
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['chrome-win64\\chrome.exe', 'chrome-win\\chrome.exe'],
}

function fromPlaywright(env, platform, home) {
  const caches = {
    linux: join(home, '.cache/ms-playwright'),
    darwin: join(home, 'Library/Caches/ms-playwright'),
    win32: join(env.LOCALAPPDATA ?? home, 'ms-playwright'),
  }
  const cache = env.PLAYWRIGHT_BROWSERS_PATH || caches[platform]
  if (cache === undefined || !existsSync(cache)) return undefined
  return readdirSync(cache)
    .filter(name => /^chromium-\d+$/.test(name))
    .flatMap(name => playwrightBinaries[platform].map(inside => join(cache, name, inside)))
    .findLast(candidate => existsSync(candidate))
}
