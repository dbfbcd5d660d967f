import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { rootFolder } from '../../src/main/kit'
import { clientOf, type AppClient } from '../app-client'
import { startListener, type Listener } from './listener'

/** The app as its user has it. */
export class PlayingApp implements AsyncDisposable {
  readonly client: AppClient
  readonly #child: ReturnType<typeof startApp>
  readonly #turns: string

  private constructor(client: AppClient, child: ReturnType<typeof startApp>, turns: string) {
    this.client = client
    this.#child = child
    this.#turns = turns
  }

  /** Plays the demo. */
  static async start(home: string): Promise<PlayingApp> {
    mkdirSync(join(home, 'Wireharp'), { recursive: true })
    const song = join(home, 'Wireharp/first-light.wireharp')
    copyFileSync(join(rootFolder(), 'resources/demos/first-light.wireharp'), song)
    const turns = join(home, 'turns')
    const child = startApp(home, turns)
    const client = await clientOf(await urlOf(child))
    return new PlayingApp(client, child, turns)
  }

  async listen(): Promise<Listener> {
    const { calls } = this.client
    const home = this.#turns.slice(0, -'/turns'.length)
    const { project } = await calls.project.open({
      path: join(home, 'Wireharp/first-light.wireharp'),
    })
    const { epoch } = await calls.transport.play({ project })
    return startListener(this.client, epoch)
  }

  /** The shell’s longest turn since the last time, in ms. */
  async longestTurn(): Promise<number> {
    rmSync(this.#turns, { force: true })
    this.#child.kill('SIGUSR2')
    for (;;) {
      await setTimeout(5)
      const said = read(this.#turns)
      if (said !== '') return Number(said)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client[Symbol.dispose]()
    const ended = new Promise(resolve => this.#child.once('close', resolve))
    this.#child.kill('SIGTERM')
    await ended
  }
}

function startApp(home: string, turns: string) {
  const probe = pathToFileURL(join(rootFolder(), 'bench/market/turn-probe.ts')).href
  const cli = join(rootFolder(), 'out/main/cli.js')
  return spawn(process.execPath, ['--import', probe, cli, 'serve', '--no-open', '--json'], {
    env: { ...process.env, WIREHARP_HOME: home, WIREHARP_TURNS: turns },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function urlOf(child: ReturnType<typeof startApp>): Promise<string> {
  for await (const line of createInterface(child.stdout)) {
    const said: unknown = line.startsWith('{') ? JSON.parse(line) : {}
    if (typeof said === 'object' && said !== null && 'url' in said) return String(said.url)
  }
  throw new Error('Wireharp ended before it was ready.')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
