import { ok, type Result } from '#shared/kit'
import { connectPort } from './connect-port'
import { connectSocket } from './connect-socket'
import type { Connection } from './connection'

/** The way to the shell that this face has. */
export async function connect(): Promise<Result<Connection>> {
  const bridge = window.wireharpBridge
  return bridge === undefined ? await connectSocket() : ok(await connectPort(bridge))
}
