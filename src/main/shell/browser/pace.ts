import type { WebSocket } from 'ws'

const WINDOW_MS = 50

/**
 * Reads at most so many messages a second from a socket; the rest waits at the sender. What came in one piece
 * is read in one piece, and made up for by a longer wait.
 */
export function pace(socket: WebSocket, perSecond: number): void {
  const allowed = Math.ceil((perSecond * WINDOW_MS) / 1000)
  let heard = 0
  let timer: NodeJS.Timeout | undefined
  const nextWindow = () => {
    heard = Math.max(0, heard - allowed)
    if (heard < allowed) socket.resume()
    timer = heard > 0 ? setTimeout(nextWindow, WINDOW_MS) : undefined
  }
  socket.on('message', () => {
    timer ??= setTimeout(nextWindow, WINDOW_MS)
    if (++heard >= allowed) socket.pause()
  })
  socket.once('close', () => clearTimeout(timer))
}
