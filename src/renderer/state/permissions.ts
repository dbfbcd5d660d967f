import { create } from 'zustand'
import type { Grant, GrantAnswer, PermissionAsk, PermissionEvent } from '#shared/contract'
import { unreachable } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { toastFailure } from './toasts'
import { watch } from './watch'

interface PermissionsState {
  /** What plugins wait for an answer to, the oldest first. */
  readonly asks: readonly PermissionAsk[]
  readonly grants: readonly Grant[]
  readonly offline: boolean
}

export const usePermissions = create<PermissionsState>(() => ({
  asks: [],
  grants: [],
  offline: false,
}))

export function followPermissions(): void {
  void watch(() => client().permissions.watch(), receivePermissionEvent)
}

export function receivePermissionEvent(event: PermissionEvent): void {
  switch (event.kind) {
    case 'asks':
      usePermissions.setState({ asks: event.asks })
      break
    case 'grants':
      usePermissions.setState({ grants: event.grants, offline: event.offline })
      break
    default:
      unreachable(event)
  }
}

/** Gone at once here; the shell says so a moment later. */
export async function answerAsk(id: string, answer: GrantAnswer): Promise<void> {
  usePermissions.setState(({ asks }) => ({ asks: asks.filter(ask => ask.id !== id) }))
  const done = await attempt(client().permissions.answer({ id, answer }))
  if (!done.ok) toastFailure(done.error)
}

export async function revokeGrant({ plugin, right, target }: Grant): Promise<void> {
  const done = await attempt(client().permissions.revoke({ plugin, right, target }))
  if (!done.ok) toastFailure(done.error)
}

/** No plugin reaches the network while this is on. */
export async function setPluginsOffline(offline: boolean): Promise<void> {
  const done = await attempt(client().permissions.setOffline({ offline }))
  if (!done.ok) toastFailure(done.error)
}
