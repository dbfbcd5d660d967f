import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Page } from 'playwright'
import { rootFolder } from '../src/main/kit'
import { launchChromium } from '../src/main/kit/testing/chromium'

/** A Wireharp with folders of its own; it ends with its disposal. */
export interface RunningApp extends AsyncDisposable {
  /** With the one-time token. */
  readonly url: string
}

/** Folders of a user who has seen the tour. */
export function makeHome(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'wireharp-bench-'))
  mkdirSync(join(path, 'Wireharp'))
  mkdirSync(join(path, 'config'))
  writeFileSync(join(path, 'config/prefs.json'), '{"tourSeen": true}')
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** As `wireharp start` does it, without opening a browser. */
export async function startApp(home: string, args: readonly string[] = []): Promise<RunningApp> {
  const bin = join(rootFolder(), 'bin/wireharp.mjs')
  const child = spawn(process.execPath, [bin, 'start', '--no-open', '--json', ...args], {
    env: { ...process.env, WIREHARP_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', line => {
      const said: unknown = line.startsWith('{') ? JSON.parse(line) : {}
      if (typeof said === 'object' && said !== null && 'url' in said) resolve(String(said.url))
    })
    child.once('close', code => reject(new Error(`Wireharp ended with ${code}`)))
  })
  return {
    url,
    async [Symbol.asyncDispose]() {
      const ended = new Promise(resolve => child.once('close', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Runs something on a page of the app; with a project, that is what it shows, and the demo without. */
export async function withPage<T>(
  run: (page: Page) => Promise<T>,
  project?: { readonly name: string; readonly text: string },
): Promise<T> {
  using home = makeHome()
  const path = project && join(home.path, 'Wireharp', project.name)
  if (path !== undefined) writeFileSync(path, project?.text ?? '')
  await using app = await startApp(home.path, path === undefined ? [] : [path])
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(app.url)
    return await run(page)
  } finally {
    await browser.close()
  }
}
