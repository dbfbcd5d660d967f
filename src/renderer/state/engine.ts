import { create } from 'zustand'
import type { EngineEvent, NodeTrouble } from '#shared/contract'
import { unreachable } from '#shared/kit'
import { attempt } from '../kit'
import { client } from './connection'
import { setLevelLayout } from './levels'
import { projectHandle } from './project'
import { toast, toastFailure } from './toasts'
import { watch } from './watch'

type Status = Extract<EngineEvent, { kind: 'status' }>

interface EngineState {
  readonly state: Status['state']
  readonly restarts: number
  /** By node, of the project that is shown. */
  readonly troubles: ReadonlyMap<string, NodeTrouble>
}

export const useEngine = create<EngineState>(() => ({
  state: 'starting',
  restarts: 0,
  troubles: new Map(),
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
        troubles: new Map(event.troubles.map(trouble => [trouble.node, trouble])),
      })
      break
    case 'levels':
      setLevelLayout(event.layout, event.nodes, event.params)
      break
    default:
      unreachable(event)
  }
}

export function useTrouble(node: string): NodeTrouble | undefined {
  return useEngine(state => state.troubles.get(node))
}

/** Tries a node again that trouble bypassed. */
export async function retryNode(node: string): Promise<void> {
  const answer = await attempt(client().engine.retry({ project: projectHandle(), node }))
  if (answer.ok) toast({ tone: 'info', text: 'Trying the node again.' })
  else toastFailure(answer.error)
}
