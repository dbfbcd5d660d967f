import { backoff, sleep, type AudioSource } from '../kit'

/** The worker's end of the sound connection. */
export interface Wire {
  send(message: Uint8Array): void
}

interface WireOptions {
  receive(message: ArrayBuffer): void
  opened(): void
}

/** A connection that lasted so long was a good one, in milliseconds. */
const STEADY = 1000
/** Until the second try to get another. */
const SOON = 30

/** Opens the sound connection and keeps it open. */
export function openWire(source: AudioSource, options: WireOptions): Wire {
  return source.kind === 'port' ? portWire(source.port, options) : socketWire(source.url, options)
}

function portWire(port: MessagePort, options: WireOptions): Wire {
  port.addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event
    if (data instanceof ArrayBuffer) options.receive(data)
    else if (data instanceof Uint8Array) options.receive(new Uint8Array(data).buffer)
  })
  port.start()
  queueMicrotask(() => options.opened())
  return { send: message => port.postMessage(message) }
}

function socketWire(url: string, options: WireOptions): Wire {
  let socket: WebSocket | undefined
  void keepOpen()
  return {
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(new Uint8Array(message))
    },
  }

  async function keepOpen(): Promise<void> {
    for (let tries = 0; ; tries++) {
      const began = performance.now()
      socket = new WebSocket(url)
      socket.binaryType = 'arraybuffer'
      const opened = await lasted(socket, options)
      // The engine at the other end broke off, and the next one is there already.
      if (opened && performance.now() - began > STEADY) tries = -1
      else await sleep(tries === 0 ? SOON : backoff(tries - 1))
    }
  }
}

/** Resolves when the socket closed: true where it had been open. */
function lasted(socket: WebSocket, options: WireOptions): Promise<boolean> {
  let open = false
  socket.addEventListener('open', () => {
    open = true
    options.opened()
  })
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.data instanceof ArrayBuffer) options.receive(event.data)
  })
  return new Promise(resolve => {
    socket.addEventListener('close', () => resolve(open), { once: true })
  })
}
