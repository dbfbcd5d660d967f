import type { WebSocket } from 'ws'

const WINDOW_MS = 50

/** Reads at most so many messages a second from a socket; the rest waits at the sender. */
export function pace(socket: WebSocket, perSecond: number): void {
  const allowed = Math.ceil((perSecond * WINDOW_MS) / 1000)
  let heard = 0
  let timer: NodeJS.Timeout | undefined
  socket.on('message', () => {
    timer ??= setTimeout(() => {
      timer = undefined
      heard = 0
      socket.resume()
    }, WINDOW_MS)
    if (++heard >= allowed) socket.pause()
  })
  socket.once('close', () => clearTimeout(timer))
}
