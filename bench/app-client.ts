import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket, type RawData } from 'ws'
import type { contract } from '#shared/contract'

/** What a page has of the app: its calls, and the socket of its sound. */
export interface AppClient extends Disposable {
  readonly calls: ContractRouterClient<typeof contract>
  readonly audio: WebSocket
  /** For a page that comes in by the same session. */
  readonly origin: string
  readonly cookie: string
}

/** Comes in as a page does: by the one-time token of the address. */
export async function clientOf(url: string): Promise<AppClient> {
  const { origin, host, hash } = new URL(url)
  const headers = { 'content-type': 'application/json', origin }
  const body = JSON.stringify({ token: hash.slice('#token='.length) })
  const answer = await fetch(`${origin}/session`, { method: 'POST', headers, body })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const open = async (path: string) => {
    const socket = new WebSocket(`ws://${host}${path}`, { headers: { origin, cookie } })
    socket.binaryType = 'arraybuffer'
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    socket.once('open', resolve)
    socket.once('error', reject)
    await promise
    return socket
  }
  const [rpc, audio] = [await open('/rpc'), await open('/audio')]
  const port = {
    postMessage: (data: string) => rpc.send(data),
    onMessage: {
      addListener(hear: (message: string) => void) {
        rpc.on('message', data => hear(textOf(data)))
      },
    },
    onDisconnect: { addListener: (hear: () => void) => void rpc.on('close', hear) },
  }
  return {
    calls: createORPCClient(new RPCLink({ port })),
    audio,
    origin,
    cookie,
    [Symbol.dispose]() {
      rpc.terminate()
      audio.terminate()
    },
  }
}

function textOf(data: RawData): string {
  return new TextDecoder().decode(Array.isArray(data) ? Buffer.concat(data) : data)
}
