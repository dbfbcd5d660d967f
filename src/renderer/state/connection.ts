import type { Client, Connection, Link } from '../kit'
import { create } from 'zustand'

interface LinkState {
  readonly link: Link
  readonly connection: Connection | undefined
}

export const useLink = create<LinkState>(() => ({ link: 'online', connection: undefined }))

export function setConnection(connection: Connection): void {
  useLink.setState({ connection, link: connection.link })
  connection.changes.on(link => useLink.setState({ link }))
}

/** The connection, which stands before anything of the app is shown. */
export function connection(): Connection {
  const { connection } = useLink.getState()
  if (connection === undefined) throw new Error('The app is not connected yet.')
  return connection
}

export function client(): Client {
  return connection().client
}
