import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright'
import { rootFolder } from '../../src/main/kit'
import { launchChromium } from '../../src/main/kit/testing/chromium'
import { median } from '../median'
import { makeHome } from '../with-page'

/** From `npm start` on a checkout that is set up, with a browser that runs; medians. */
export interface DemoRow {
  readonly runs: number
  /** Until the address is there. */
  readonly addressMs: number
  /** Until the demo's nodes are on the screen, the engine is ready and Play can be pressed. */
  readonly playableMs: number
  readonly worstMs: number
  /** Scripts and style sheets that the page had loaded by then, each as gzip makes it. */
  readonly firstLoadKb: number
}

interface Start {
  readonly addressMs: number
  readonly playableMs: number
  readonly loaded: readonly string[]
}

export async function demoBench(runs: number): Promise<DemoRow> {
  const browser = await launchChromium()
  try {
    const starts: Start[] = []
    for (let run = 0; run < runs; run++) starts.push(await startDemo(browser))
    const times = starts.map(start => start.playableMs)
    return {
      runs,
      addressMs: Math.round(median(starts.map(start => start.addressMs))),
      playableMs: Math.round(median(times)),
      worstMs: Math.round(Math.max(...times)),
      firstLoadKb: Math.max(...starts.map(start => Math.ceil(gzipped(start.loaded) / 1000))),
    }
  } finally {
    await browser.close()
  }
}

async function startDemo(browser: Browser): Promise<Start> {
  using home = makeHome()
  await using page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const began = performance.now()
  const child = spawn('npm', ['start', '--silent', '--', '--no-open', '--json'], {
    cwd: rootFolder(),
    env: { ...process.env, WIREHARP_HOME: home.path },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own: npm does not pass signals on to what it started.
    detached: true,
  })
  const ended = new Promise(resolve => child.once('close', resolve))
  try {
    let url = ''
    for await (const line of createInterface(child.stdout)) {
      url = /"url":"([^"]+)"/.exec(line)?.[1] ?? ''
      if (url !== '') break
    }
    const addressMs = performance.now() - began
    await page.goto(url, { waitUntil: 'commit' })
    await page.waitForFunction(isPlayable)
    const playableMs = performance.now() - began
    return { addressMs, playableMs, loaded: await loadedBy(page) }
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
    await ended
  }
}

/** Runs in the page. */
function isPlayable(): boolean {
  const engine = document.querySelector('[data-testid="engine-state"]')?.textContent ?? ''
  const play = document.querySelector('[data-testid="play"]')
  const isEnabled = play instanceof HTMLButtonElement && !play.disabled
  const nodes = document.querySelectorAll('.react-flow__node').length
  return isEnabled && nodes > 1 && engine.includes('ready')
}

function loadedBy(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter(path => /\.(?:js|css)$/.test(path)),
  )
}

function gzipped(paths: readonly string[]): number {
  const folder = join(rootFolder(), 'out/renderer')
  const sizes = [...new Set(paths)].map(path => gzipSync(readFileSync(join(folder, path))).length)
  return sizes.reduce((sum, size) => sum + size, 0)
}
