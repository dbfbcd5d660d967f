import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { AudioRequest } from '#shared/contract'
import { unwrap } from '#shared/kit'
import type { AudioOutlet } from '../../../api'
import { fakeServices } from '../../../api/testing'
import { listPageFiles } from '../../page'
import { startServer, type BrowserServer, type ServerOptions } from '../start-server'

/** A server with fakes behind it, and a folder of its own that goes with it. */
export interface TestServer extends AsyncDisposable {
  readonly server: BrowserServer
  readonly origin: string
  readonly host: string
  readonly port: number
  readonly folder: string
  readonly bugs: unknown[]
  readonly audioRequests: AudioRequest[]
  /** Sends a block to every page that listens. */
  sendBlock(block: Uint8Array): void
  /** How many pages listen to the sound. */
  listeners(): number
  token(): string
  /** Trades a new token for a session. */
  session(): Promise<string>
  /** What a page's own request carries: its cookie and its origin. */
  pageHeaders(session: string): { 'content-type': string; origin: string; cookie: string }
  request(path: string, init?: RequestInit): Promise<Response>
  /** Bytes in, everything that comes back out, until the server closes or `ms` have passed. */
  raw(text: string, ms?: number): Promise<string>
  socket(path: string, headers: Record<string, string>): WebSocket
}

export async function testServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-server-'))
  await mkdir(join(folder, 'page/assets'), { recursive: true })
  await writeFile(join(folder, 'page/index.html'), '<!doctype html><title>Wireharp</title>')
  await writeFile(join(folder, 'page/assets/app-1a2b.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  const bugs: unknown[] = []
  const audioRequests: AudioRequest[] = []
  const listeners = new Set<(block: Uint8Array) => void>()
  const audio: AudioOutlet = {
    connect(send) {
      listeners.add(send)
      return {
        request: message => void audioRequests.push(message),
        [Symbol.dispose]: () => void listeners.delete(send),
      }
    },
  }
  const server = await startServer({
    services: fakeServices(),
    audio,
    page: unwrap(await listPageFiles(join(folder, 'page'))),
    version: '1.2.3',
    uploads: join(folder, 'uploads'),
    reportBug: error => bugs.push(error),
    ...options,
  })
  const { host, origin, port } = new URL(server.origin)
  const token = () => new URL(server.launchUrl()).hash.slice('#token='.length)
  const json = { 'content-type': 'application/json', origin }
  const sockets = new Set<WebSocket>()
  return {
    server,
    origin,
    host,
    port: Number(port),
    folder,
    bugs,
    audioRequests,
    sendBlock: block => listeners.forEach(send => send(block)),
    listeners: () => listeners.size,
    token,
    async session() {
      const body = JSON.stringify({ token: token() })
      const answer = await fetch(`${origin}/session`, { method: 'POST', headers: json, body })
      return /=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? ''
    },
    pageHeaders: session => ({ ...json, cookie: `wireharp-${port}=${session}` }),
    request: (path, init) => fetch(`${origin}${path}`, { redirect: 'manual', ...init }),
    raw: (text, ms = 2000) => sendRaw(Number(port), text, ms),
    socket(path, headers) {
      const socket = new WebSocket(`ws://${host}${path}`, { headers })
      sockets.add(socket)
      socket.on('error', () => {})
      return socket
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.terminate()
      await server[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function sendRaw(port: number, text: string, ms: number): Promise<string> {
  return new Promise(resolve => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    const timer = setTimeout(() => socket.destroy(), ms)
    socket.on('data', chunk => (answer += chunk.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(answer)
    })
  })
}

/** How an upgrade ended: open, the refusal's status, or the code of the close. */
export function outcomeOf(socket: WebSocket): Promise<number | 'open' | 'failed'> {
  return new Promise(resolve => {
    socket.once('open', () => resolve('open'))
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.once('error', () => resolve('failed'))
  })
}

export function closeOf(socket: WebSocket): Promise<number> {
  return new Promise(resolve => socket.once('close', code => resolve(code)))
}
