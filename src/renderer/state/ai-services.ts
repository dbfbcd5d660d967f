import { create } from 'zustand'
import type { AiServiceInfo } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { toastFailure } from './toasts'

/** How often they are looked at while somebody looks, in milliseconds. */
const LOOK_MS = 2500

interface AiServicesState {
  /** Undefined until the shell has told. */
  readonly services: readonly AiServiceInfo[] | undefined
}

/** The services that work for Wireharp. */
export const useAiServices = create<AiServicesState>(() => ({ services: undefined }))

/** Looks after them until it is told to stop. */
export function followAiServices(): () => void {
  void look()
  const timer = setInterval(() => void look(), LOOK_MS)
  return () => clearInterval(timer)
}

/** Why not, where it did not come. */
export async function addAiService(url: string, token: string): Promise<Failure | undefined> {
  const added = await attempt(client().services.add({ url, ...(token !== '' && { token }) }))
  if (!added.ok) return added.error
  await look()
  return undefined
}

export async function removeAiService(url: string): Promise<void> {
  const removed = await attempt(client().services.remove({ url }))
  if (!removed.ok) toastFailure(removed.error)
  await look()
}

async function look(): Promise<void> {
  const told = await attempt(client().services.list())
  if (told.ok) useAiServices.setState({ services: told.value })
}
