import type { WebSocket } from 'ws'

/** Pings a socket and ends it when the last ping was not answered: the other side is gone or stuck. */
export function keepAlive(socket: WebSocket, interval: number): void {
  let answered = true
  const timer = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    return socket.ping()
  }, interval)
  socket.on('pong', () => (answered = true))
  socket.once('close', () => clearInterval(timer))
}
