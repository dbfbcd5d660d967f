import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { Emitter } from '#shared/kit'
import { attempt } from './attempt'
import type { Client } from './client'
import type { Connection, Link } from './connection'

/** What the preload exposes: nothing but the path of a file that the user dropped. */
export interface Bridge {
  readonly face: 'electron'
  pathForFile(file: File): string
}

declare global {
  interface Window {
    readonly wireharpBridge?: Bridge
  }
}

interface Ports {
  readonly rpc: MessagePort
  readonly audio: MessagePort
}

/** The Electron face: RPC and sound by ports that the preload passes on. */
export async function connectPort(bridge: Bridge): Promise<Connection> {
  const ports = await receivePorts()
  ports.rpc.start()
  const client = createORPCClient<Client>(new RPCLink({ port: ports.rpc }))
  let audio: MessagePort | undefined = ports.audio
  return {
    face: 'electron',
    client,
    link: 'online',
    changes: new Emitter<Link>(),
    openAudio() {
      const port = audio
      audio = undefined
      return port && { kind: 'port', port }
    },
    async importAudio(project, file) {
      const path = bridge.pathForFile(file)
      const call =
        path === ''
          ? client.library.importFile({ project, file })
          : client.library.importPath({ project, path })
      return await attempt(call)
    },
    takeDrop: async (file, drop) =>
      await attempt(client.drops.take({ ...drop, path: bridge.pathForFile(file) })),
    pathOf: file => bridge.pathForFile(file) || undefined,
  }
}

function receivePorts(): Promise<Ports> {
  return new Promise(resolve => {
    const receive = (event: MessageEvent<unknown>) => {
      const [rpc, audio] = event.ports
      if (event.source !== window || event.data !== 'wireharp:ports') return
      if (rpc === undefined || audio === undefined) return
      window.removeEventListener('message', receive)
      resolve({ rpc, audio })
    }
    window.addEventListener('message', receive)
    // The preload keeps the ports until the page says that it listens.
    window.postMessage('wireharp:ready', location.origin)
  })
}
