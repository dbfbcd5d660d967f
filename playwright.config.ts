import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test'
import { chromiumArgs, chromiumPath } from './src/main/kit/testing/chromium'

/** The Electron face is tested wherever its binary is; a machine without it runs the browser face. */
function hasElectron(): boolean {
  const home = join(import.meta.dirname, 'node_modules/electron')
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const pathFile = join(home, 'path.txt')
  const inside = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  return existsSync(join(override ?? join(home, 'dist'), inside))
}

const browser = {
  name: 'browser',
  use: {
    browserName: 'chromium' as const,
    headless: true,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: chromiumPath(), args: chromiumArgs },
  },
}

/** Pictures for the documentation, `npm run screenshots`: no part of a test run. */
const screenshots = { ...browser, name: 'screenshots', testDir: 'e2e/screenshots' }

function projects(): NonNullable<PlaywrightTestConfig['projects']> {
  if (process.env['WIREHARP_SCREENSHOTS'] !== undefined) return [screenshots]
  return hasElectron() ? [browser, { name: 'electron' }] : [browser]
}

const config: PlaywrightTestConfig = {
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  workers: process.env['WIREHARP_SCREENSHOTS'] === undefined ? 2 : 1,
  // Sound in real time on a machine that others use too: what fails once is tried once more, and told as flaky.
  retries: 1,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  // A trace of every test takes a third of its time.
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
  },
  projects: projects(),
}

export default defineConfig(config)
