import { create } from 'zustand'
import type { AiServiceInfo, AiState, ProviderManifest } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { toastFailure } from './toasts'

/** How often they are looked at while somebody looks, in milliseconds. */
const LOOK_MS = 2500

interface AiServicesState {
  /** Undefined until the shell has told. */
  readonly services: readonly AiServiceInfo[] | undefined
  /** Who can do what on this machine itself. */
  readonly providers: readonly ProviderManifest[] | undefined
  readonly ai: AiState | undefined
  /** The provider that is being started as a service. */
  readonly starting: string | undefined
}

/** What works for Wireharp: providers of this machine, and services. */
export const useAiServices = create<AiServicesState>(() => ({
  ...{ services: undefined, providers: undefined, ai: undefined, starting: undefined },
}))

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

export const removeAiService = (url: string): Promise<void> =>
  done(client().services.remove({ url }))

export const stopAiService = (url: string): Promise<void> => done(client().services.stop({ url }))

/** Lets work of a capability go to a service; without one it is done here. */
export const chooseAiService = (capability: string, url: string | undefined): Promise<void> =>
  done(client().services.choose({ capability, ...(url !== undefined && { url }) }))

/** Lets large models run on this machine, or not. */
export const switchAi = (on: boolean): Promise<void> => done(client().models.setAi({ on }))

/** Starts a provider as a service in a process of its own. */
export async function startAiService(provider: string): Promise<void> {
  useAiServices.setState({ starting: provider })
  await done(client().services.start({ provider }))
  useAiServices.setState({ starting: undefined })
}

async function done(asked: Promise<unknown>): Promise<void> {
  const answer = await attempt(asked)
  if (!answer.ok) toastFailure(answer.error)
  await look()
}

async function look(): Promise<void> {
  const { services, providers, models } = client()
  const [told, able, ai] = await Promise.all([
    attempt(services.list()),
    attempt(providers.list()),
    attempt(models.ai()),
  ])
  useAiServices.setState({
    ...(told.ok && { services: told.value }),
    ...(able.ok && { providers: able.value }),
    ...(ai.ok && { ai: ai.value }),
  })
}
