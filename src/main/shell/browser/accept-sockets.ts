import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { fail, ok, type Bytes, type Failure, type Result } from '#shared/kit'
import { failureStatus } from '../../api'
import { keepAlive } from '../../kit'
import { admitHost, admitOrigin, admitSession } from './admission'
import type { GuardOptions } from './guard'
import type { Limits } from './limits'

/** What a WebSocket address leads to, and how large its messages may be. */
export interface SocketDoor {
  readonly maxPayload: Bytes
  readonly serve: (socket: WebSocket) => void
  /** Takes a connection that was let in over as it is, without an answer; false where it cannot. */
  readonly adopt?: (request: IncomingMessage, stream: Duplex) => boolean
}

/** Takes upgrades at the exact addresses of the doors, past the same guard as every request. */
export function acceptSockets(
  server: Server,
  doors: Readonly<Record<string, SocketDoor>>,
  guard: GuardOptions,
): AsyncDisposable {
  const { limits } = guard
  const acceptors = new Map(
    Object.entries(doors).map(([path, door]) => [
      path,
      { door, acceptor: acceptorOf(door, limits) },
    ]),
  )
  const open = () =>
    [...acceptors.values()].reduce((sum, { acceptor }) => sum + acceptor.clients.size, 0)

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy())
    const found = acceptors.get(request.url ?? '')
    const admitted = admit(request, guard)
    if (!admitted.ok) return refuse(stream, admitted.error)
    if (found === undefined) return refuse(stream, nothingHere, 404)
    if (open() >= limits.sockets) return refuse(stream, tooMany, 429)
    if (head.length === 0 && found.door.adopt?.(request, stream)) return
    return found.acceptor.handleUpgrade(request, stream, head, socket => {
      socket.on('error', () => socket.terminate())
      keepAlive(socket, limits.pingMs)
      found.door.serve(socket)
    })
  })
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(
        [...acceptors.values()].map(({ acceptor }) => closeAll(acceptor, limits.closeMs)),
      )
    },
  }
}

/** Says goodbye to every page; whoever does not answer in time is cut off. */
async function closeAll(acceptor: WebSocketServer, patience: number): Promise<void> {
  const cut = setTimeout(() => {
    for (const socket of acceptor.clients) socket.terminate()
  }, patience)
  for (const socket of acceptor.clients) socket.close(1001)
  await new Promise<void>(resolve => acceptor.close(() => resolve()))
  clearTimeout(cut)
}

const nothingHere = fail('request-invalid', 'There is nothing at this address.')
const tooMany = fail('request-invalid', 'Too many windows are open.')

function acceptorOf({ maxPayload }: SocketDoor, limits: Limits): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload,
    maxFragments: limits.fragments,
    perMessageDeflate: false,
  })
}

function admit(
  request: IncomingMessage,
  { address, cookie, sessions }: GuardOptions,
): Result<void> {
  const host = admitHost(request, address())
  if (!host.ok) return host
  const origin = admitOrigin(request, address(), { required: true })
  if (!origin.ok) return origin
  const session = admitSession(request, sessions, cookie())
  return session.ok ? ok() : session
}

function refuse(stream: Duplex, failure: Failure, status = failureStatus(failure.code)): void {
  stream.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: text/plain\r\n\r\n${failure.message}\n`,
  )
}
