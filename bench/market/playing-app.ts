import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { encodeAudioRequest } from '#shared/contract'
import { QUANTUM } from '#shared/kit'
import { rootFolder } from '../../src/main/kit'
import { clientOf, type AppClient } from '../app-client'

const RATE = 48_000
/** What the app’s page asks for ahead: 24 ms. */
const AHEAD_QUANTA = 9
const QUANTUM_MS = (QUANTUM / RATE) * 1000

/** The app as its user has it, and a listener in a process of its own: this one. */
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
    const { calls, audio } = this.client
    const home = this.#turns.slice(0, -'/turns'.length)
    const { project } = await calls.project.open({
      path: join(home, 'Wireharp/first-light.wireharp'),
    })
    const { epoch } = await calls.transport.play({ project })
    const listener = new Listener(audio, epoch)
    await listener.ready
    return listener
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

/** Takes blocks as a sound card does: one each 2.67 ms, whether it is there or not. */
export class Listener implements Disposable {
  missed = 0
  heard = 0
  readonly #audio: AppClient['audio']
  readonly #epoch: number
  readonly #timer: NodeJS.Timeout
  readonly #ready = Promise.withResolvers<void>()
  #arrived = 0
  #asked = 0
  #began = 0

  constructor(audio: AppClient['audio'], epoch: number) {
    this.#audio = audio
    this.#epoch = epoch
    audio.on('message', data => {
      if (!(data instanceof ArrayBuffer)) return
      // Frames of a block stand in its header, of four bytes from the fourth on.
      this.#arrived += new DataView(data).getUint32(4, true) / QUANTUM
      if (this.#began > 0 || this.#arrived < AHEAD_QUANTA) return
      this.#began = performance.now()
      this.#ready.resolve()
    })
    this.#ask(AHEAD_QUANTA)
    this.#timer = setInterval(() => this.#hear(), 1)
  }

  get ready(): Promise<void> {
    return this.#ready.promise
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #hear(): void {
    if (this.#began === 0) return
    const due = Math.floor((performance.now() - this.#began) / QUANTUM_MS)
    // What is due and not there was silence on the card.
    if (due > this.#arrived) this.missed += due - Math.max(this.#arrived, this.heard)
    this.heard = Math.max(this.heard, due)
    this.#ask(due + AHEAD_QUANTA - this.#asked)
  }

  #ask(blocks: number): void {
    if (blocks <= 0) return
    this.#asked += blocks
    this.#audio.send(encodeAudioRequest({ epoch: this.#epoch, blocks }))
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
