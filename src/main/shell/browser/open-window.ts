import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeDurably } from '../../kit'

export interface WindowOptions {
  /** The browser's binary. */
  readonly chromium: string
  readonly url: string
  /** The browser's own data: apart from the user's, so that a window of ours is one process of ours. */
  readonly profile: string
}

/** A window of our own. Disposing it closes it. */
export interface Window extends AsyncDisposable {
  /** Resolves when the user closes it, with how long it was open. */
  readonly closed: Promise<{ readonly ms: number }>
}

/** Opens the page in a Chromium without tabs and address. */
export async function openWindow({ chromium, url, profile }: WindowOptions): Promise<Window> {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-'))
  const launcher = join(folder, 'open.html')
  // Everybody on the machine sees a process's arguments: the token goes by a file that only the user reads.
  await writeDurably(launcher, launchPage(url))
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const started = performance.now()
  const child = spawn(
    chromium,
    [
      `--app=${pathToFileURL(launcher).href}`,
      `--user-data-dir=${profile}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--autoplay-policy=no-user-gesture-required',
      ...asRoot,
    ],
    { stdio: 'ignore' },
  )
  const closed = Promise.race([once(child, 'exit'), once(child, 'error')])
    .catch(() => undefined)
    .then(() => ({ ms: performance.now() - started }))
  return {
    closed,
    async [Symbol.asyncDispose]() {
      child.kill()
      await closed
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function launchPage(url: string): string {
  return `<!doctype html><title>Wireharp</title><script>location.replace(${JSON.stringify(url)})</script>\n`
}
