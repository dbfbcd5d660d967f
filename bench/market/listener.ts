import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { encodeAudioRequest } from '#shared/contract'
import { QUANTUM } from '#shared/kit'
import type { AppClient } from '../app-client'

const RATE = 48_000
/** What the app’s page asks for ahead: 24 ms. */
const AHEAD_QUANTA = 9
const QUANTUM_MS = (QUANTUM / RATE) * 1000

/** Quanta that were due, and those of them that were not there. */
export interface Heard {
  readonly heard: number
  readonly missed: number
}

export interface Listener extends Disposable {
  /** Since it began to listen. */
  sofar(): Promise<Heard>
}

/**
 * Listens in a process of its own, as the page’s sound has a thread of its own: one that also reads what the marketplace
 * says would be late by itself.
 */
export async function startListener(
  { origin, cookie }: AppClient,
  epoch: number,
): Promise<Listener> {
  const own = process.argv[1] ?? ''
  const words = [own, 'market-listener', origin, cookie, String(epoch)]
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  const said = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async (): Promise<Heard> => {
    const { done, value } = await said.next()
    if (done === true) throw new Error('The listener ended before its time.')
    const [heard = 0, missed = 0] = value.split(' ').map(Number)
    return { heard, missed }
  }
  await next()
  return {
    sofar() {
      child.stdin.write('\n')
      return next()
    },
    [Symbol.dispose]: () => void child.stdin.end(),
  }
}

/** That process: says what it has heard once it hears, and for each line that it is sent. */
export async function listen(origin: string, cookie: string, epoch: number): Promise<void> {
  const url = `${origin.replace('http', 'ws')}/audio`
  const socket = new WebSocket(url, { headers: { origin, cookie } })
  socket.binaryType = 'arraybuffer'
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  using card = new SoundCard(socket, epoch)
  await card.ready
  const say = () => process.stdout.write(`${card.heard} ${card.missed}\n`)
  say()
  for await (const _line of createInterface(process.stdin)) say()
  socket.terminate()
}

/** Takes blocks as a sound card does: one each 2.67 ms, whether it is there or not. */
class SoundCard implements Disposable {
  missed = 0
  heard = 0
  readonly #socket: WebSocket
  readonly #epoch: number
  readonly #timer: NodeJS.Timeout
  readonly #ready = Promise.withResolvers<void>()
  #arrived = 0
  #asked = 0
  #began = 0

  constructor(socket: WebSocket, epoch: number) {
    this.#socket = socket
    this.#epoch = epoch
    socket.on('message', data => {
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
    this.#socket.send(encodeAudioRequest({ epoch: this.#epoch, blocks }))
  }
}
