import type { WebSocket } from 'ws'
import type { Api } from '../../api'
import type { SocketDoor } from './accept-sockets'
import { isCall } from './is-call'
import type { Limits } from './limits'
import { pace } from './pace'

/**
 * The services by WebSocket. Answers go out no faster than the reader takes them: a call is not done, and a
 * stream is not asked for its next event, until the last one has left. So a slow reader costs one event a
 * stream, and the stream itself decides what it drops.
 */
export function rpcDoor(api: Api, limits: Limits): SocketDoor {
  return {
    maxPayload: limits.callBytes,
    serve(socket) {
      pace(socket, limits.messagesPerSecond)
      let calls = 0
      const count = async (call: unknown): Promise<void> => {
        if (++calls > limits.callsAtOnce) socket.close(1013, 'too many calls at once')
        await call
        calls--
      }
      api.serveSocket({
        addEventListener(type, listener, options) {
          const hear =
            typeof listener === 'function' ? listener : listener.handleEvent.bind(listener)
          const receive: typeof hear = event => {
            const message = 'data' in event ? event : undefined
            if (message && !isCall(message.data)) return socket.close(1008, 'not a call')
            // What a listener returns lasts as long as the call that the message began.
            return void count(hear(event))
          }
          socket.addEventListener(type, receive, options)
        },
        send: (data: string | Uint8Array) => sent(socket, data),
      })
    },
  }
}

/**
 * A promise of when the data has left this process, or the socket is closed. It is awaited by whoever sends,
 * although the type of a WebSocket's `send` knows nothing of that.
 */
function sent(socket: WebSocket, data: string | Uint8Array): unknown {
  return new Promise<void>(resolve => socket.send(data, () => resolve()))
}
