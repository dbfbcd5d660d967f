import { create } from 'zustand'
import type { EngineEvent, NodeTrouble } from '#shared/contract'
import { unreachable } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { setLevelLayout } from './levels'
import { projectHandle, useProjectStore } from './project'
import { toast, toastFailure } from './toasts'
import { watch } from './watch'

type Status = Extract<EngineEvent, { kind: 'status' }>

interface EngineState {
  readonly state: Status['state']
  readonly restarts: number
  /** By node, of the project that is played. */
  readonly troubles: ReadonlyMap<string, NodeTrouble>
  readonly project: string | undefined
}

export const useEngine = create<EngineState>(() => ({
  state: 'starting',
  restarts: 0,
  troubles: new Map(),
  project: undefined,
}))

export function followEngine(): void {
  void watch(() => client().engine.watch(), receiveEngineEvent)
}

export function receiveEngineEvent(event: EngineEvent): void {
  switch (event.kind) {
    case 'status':
      useEngine.setState({ state: event.state, restarts: event.restarts })
      break
    case 'troubles':
      useEngine.setState({
        project: event.project,
        troubles: new Map(event.troubles.map(trouble => [trouble.node, trouble])),
      })
      break
    case 'levels':
      setLevelLayout(event)
      break
    default:
      unreachable(event)
  }
}

export function useTrouble(node: string): NodeTrouble | undefined {
  const shown = useProjectStore(state => state.mirror?.project)
  return useEngine(state => (state.project === shown ? state.troubles.get(node) : undefined))
}

/** Tries a node again that trouble bypassed. */
export async function retryNode(node: string): Promise<void> {
  const answer = await attempt(client().engine.retry({ project: projectHandle(), node }))
  if (answer.ok) toast({ tone: 'info', text: 'Trying the node again.' })
  else toastFailure(answer.error)
}
