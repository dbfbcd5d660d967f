import { decodeAudioRequest } from '#shared/contract'
import type { AudioOutlet } from '../../api'
import type { SocketDoor } from './accept-sockets'
import type { Limits } from './limits'

/** The sound by WebSocket: eight bytes ask for blocks, each block is a message. */
export function audioDoor(audio: AudioOutlet, limits: Limits): SocketDoor {
  return {
    maxPayload: limits.audioRequestBytes,
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
