import type { Socket } from 'node:net'
import { getBuiltinModule } from 'node:process'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  decodeAudioPace,
  decodeAudioRequest,
  type AudioPace,
  type AudioRequest,
} from '#shared/contract'
import { keepAlive } from '../../kit'
import { isPageGreeting, type PageGreeting } from '../protocol'

/** Not by `import`: that reads all that the module has, its WebSocket too, for which Node loads undici: 50 ms of a start. */
const { IncomingMessage } = getBuiltinModule('node:http')

/** Pages at a time. */
const MOST_PAGES = 16

/** A page’s sound connection. */
export interface PageSocket {
  send(block: Uint8Array): void
}

export interface PageEvents {
  readonly asked: (page: PageSocket, request: AudioRequest) => void
  readonly paced: (page: PageSocket, report: AudioPace) => void
  readonly left: (page: PageSocket) => void
}

/**
 * Sound connections of pages that the shell has let in and handed over: what a page asks for comes to this thread, and
 * blocks go to the page from it, whatever the shell is busy with.
 */
export class PageSockets {
  readonly #events: PageEvents
  /** By the longest message that they take. */
  readonly #acceptors = new Map<number, WebSocketServer>()
  #count = 0

  constructor(events: PageEvents) {
    this.#events = events
  }

  /** Takes what the shell hands over; answers the page’s wish for a WebSocket. */
  take(greeting: unknown, socket: Socket): void {
    socket.on('error', () => socket.destroy())
    if (!isPageGreeting(greeting)) return void socket.destroy()
    const request = new IncomingMessage(socket)
    request.method = 'GET'
    request.headers = { ...greeting.headers }
    this.#acceptorFor(greeting.limits.audioRequestBytes).handleUpgrade(
      request,
      socket,
      Buffer.alloc(0),
      page => this.#serve(page, greeting.limits),
    )
  }

  #acceptorFor(maxPayload: number): WebSocketServer {
    const known = this.#acceptors.get(maxPayload)
    if (known !== undefined) return known
    const made = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload,
      maxFragments: 1,
      perMessageDeflate: false,
    })
    this.#acceptors.set(maxPayload, made)
    return made
  }

  #serve(socket: WebSocket, limits: PageGreeting['limits']): void {
    socket.on('error', () => socket.terminate())
    if (this.#count >= MOST_PAGES) return socket.close(1013, 'too many pages')
    this.#count += 1
    keepAlive(socket, limits.pingMs)
    const page: PageSocket = {
      send(block) {
        // A page asks for what it has room for. One that asks and does not read would fill our memory.
        if (socket.bufferedAmount > limits.audioBacklogBytes) socket.terminate()
        else if (socket.readyState === socket.OPEN) socket.send(block)
      },
    }
    socket.on('message', (data, isBinary) => {
      const message = isBinary && Buffer.isBuffer(data) ? data : new Uint8Array(0)
      const report = decodeAudioPace(message)
      if (report !== undefined) return this.#events.paced(page, report)
      const request = decodeAudioRequest(message)
      if (request === undefined || request.blocks > limits.audioBlocks) {
        return socket.close(1008, 'not an audio request')
      }
      return this.#events.asked(page, request)
    })
    socket.once('close', () => {
      this.#count -= 1
      this.#events.left(page)
    })
  }
}
