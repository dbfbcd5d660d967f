import { Socket } from 'node:net'
import { decodeAudioRequest } from '#shared/contract'
import type { AudioOutlet } from '../../api'
import type { SocketDoor } from './accept-sockets'
import type { Limits } from './limits'

/** What the other side of a handed-over connection has to know of the request for it. */
const HEADERS = ['upgrade', 'sec-websocket-key', 'sec-websocket-version']

/**
 * The sound by WebSocket: eight bytes ask for blocks, each block is a message. Who makes the sound takes the connection
 * where it can, so that nothing that goes on here holds a block up; else blocks pass through here.
 */
export function audioDoor(audio: AudioOutlet, limits: Limits): SocketDoor {
  return {
    maxPayload: limits.audioRequestBytes,
    adopt(request, stream) {
      if (audio.adopt === undefined || !(stream instanceof Socket)) return false
      const headers = Object.fromEntries(
        HEADERS.map(name => [name, String(request.headers[name] ?? '')]),
      )
      const { audioRequestBytes, audioBlocks, audioBacklogBytes, pingMs } = limits
      const asked = { audioRequestBytes, audioBlocks, audioBacklogBytes, pingMs }
      return audio.adopt({ headers, limits: asked }, stream)
    },
    serve(socket) {
      const listener = audio.connect(block => {
        // A page asks for what it has room for. One that asks and does not read would fill our memory.
        if (socket.bufferedAmount > limits.audioBacklogBytes) socket.terminate()
        else if (socket.readyState === socket.OPEN) socket.send(block)
      })
      socket.on('message', (data, isBinary) => {
        const request = isBinary && Buffer.isBuffer(data) ? decodeAudioRequest(data) : undefined
        if (request === undefined || request.blocks > limits.audioBlocks) {
          return socket.close(1008, 'not an audio request')
        }
        return listener.request(request)
      })
      socket.once('close', () => listener[Symbol.dispose]())
    },
  }
}
