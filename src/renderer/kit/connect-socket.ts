import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { Emitter, ok, type Result } from '#shared/kit'
import { backoff, sleep } from './backoff'
import type { Client } from './client'
import type { Connection, Link } from './connection'
import { isRefused, openSession } from './session'
import { upload, uploadDrop } from './upload'

/** The browser face: RPC and sound by WebSockets of the same origin. Reconnects for as long as the page lives. */
export async function connectSocket(): Promise<Result<Connection>> {
  const session = await openSession()
  if (!session.ok) return session
  const changes = new Emitter<Link>()
  let socket = new WebSocket(address('/rpc'))
  let client = clientOf(socket)
  let link: Link = 'offline'

  void keepOpen()
  return ok({
    face: 'browser',
    changes,
    get client() {
      return client
    },
    get link() {
      return link
    },
    openAudio: () => ({ kind: 'socket', url: address('/audio') }),
    importAudio: upload,
    takeDrop: uploadDrop,
    pathOf: () => undefined,
  })

  async function keepOpen(): Promise<void> {
    for (let tries = 0; ; tries++) {
      if (await opened(socket)) {
        tries = 0
        change('online')
        await closed(socket)
        change('offline')
      } else if (await isRefused()) {
        return change('refused')
      }
      await sleep(backoff(tries))
      socket = new WebSocket(address('/rpc'))
      client = clientOf(socket)
    }
  }

  function change(next: Link): void {
    link = next
    changes.emit(next)
  }
}

function clientOf(websocket: WebSocket): Client {
  return createORPCClient<Client>(new RPCLink({ websocket }))
}

function address(path: string): string {
  return new URL(path, location.href.replace(/^http/, 'ws')).href
}

function opened(socket: WebSocket): Promise<boolean> {
  return new Promise(resolve => {
    socket.addEventListener('open', () => resolve(true), { once: true })
    socket.addEventListener('close', () => resolve(false), { once: true })
  })
}

function closed(socket: WebSocket): Promise<void> {
  return new Promise(resolve => {
    socket.addEventListener('close', () => resolve(), { once: true })
  })
}
