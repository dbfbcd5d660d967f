import { create } from 'zustand'
import type { ClipNodeInfo, ClipsEvent } from '#shared/contract'
import { jobNodes } from '#shared/graph'
import { attempt, backoff, sleep } from '../kit'
import { catalog } from './catalog'
import { client } from './connection'
import { projectHandle, settled, useProjectStore } from './project'
import { toast, toastFailure } from './toasts'

interface ClipsState {
  /** How the nodes of the shown project stand that work as jobs. */
  readonly nodes: Readonly<Record<string, ClipNodeInfo>>
}

export const useClips = create<ClipsState>(() => ({ nodes: {} }))

export function useClipNode(node: string): ClipNodeInfo | undefined {
  return useClips(({ nodes }) => nodes[node])
}

/** Keeps one watch going, on whichever project is shown. */
export function followClips(): void {
  let watched: { project: string; stop: AbortController } | undefined
  const follow = () => {
    const project = useProjectStore.getState().mirror?.project
    if (project === watched?.project || project === undefined) return
    watched?.stop.abort()
    watched = { project, stop: new AbortController() }
    useClips.setState({ nodes: {} })
    void watchClips(project, watched.stop.signal)
  }
  useProjectStore.subscribe(follow)
  follow()
}

async function watchClips(project: string, signal: AbortSignal): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      for await (const event of await client().clips.watch({ project }, { signal })) {
        if (signal.aborted) return
        tries = 0
        receiveClips(event)
      }
    } catch {
      // The link broke: the next try waits for it.
    }
    if (!signal.aborted) await sleep(backoff(tries))
  }
}

export function receiveClips({ nodes, gone }: ClipsEvent): void {
  useClips.setState(before => {
    const next = { ...before.nodes, ...nodes }
    for (const id of gone) delete next[id]
    return { nodes: next }
  })
}

/** Runs nodes, or all that are empty or stale. Their cards say so at once, before the shell has answered. */
export async function runClips(nodes?: readonly string[]): Promise<void> {
  const before = useClips.getState().nodes
  const asked = nodes ?? staleNodes()
  receiveClips({
    nodes: Object.fromEntries(asked.map(id => [id, { ...before[id], state: 'waiting' as const }])),
    gone: [],
  })
  await settled()
  const project = projectHandle()
  const run = await attempt(client().clips.run({ project, ...(nodes && { nodes: [...nodes] }) }))
  // What the shell does not run stands as it did.
  const others = asked.filter(id => !run.ok || !run.value.nodes.includes(id))
  const same = others.flatMap(id => (before[id] === undefined ? [] : [[id, before[id]] as const]))
  const isSame = ([id]: readonly [string, ClipNodeInfo]) =>
    useClips.getState().nodes[id]?.state === 'waiting'
  receiveClips({ nodes: Object.fromEntries(same.filter(isSame)), gone: [] })
  if (!run.ok) toastFailure(run.error)
  else if (run.value.nodes.length === 0) {
    toast({ tone: 'info', text: 'All is made already: nothing has changed since.' })
  }
}

export async function cancelClips(nodes?: readonly string[]): Promise<void> {
  const project = projectHandle()
  const done = await attempt(
    client().clips.cancel({ project, ...(nodes && { nodes: [...nodes] }) }),
  )
  if (!done.ok) toastFailure(done.error)
}

/** The nodes that “Run what is stale” runs. */
export function staleNodes(): readonly string[] {
  const { nodes } = useClips.getState()
  const document = useProjectStore.getState().mirror?.document
  if (document === undefined) return []
  return jobNodes(document, catalog())
    .map(({ id }) => id)
    .filter(id => ['empty', 'stale', 'failed'].includes(nodes[id]?.state ?? ''))
}

export const isWorking = (info: ClipNodeInfo | undefined): boolean =>
  info?.state === 'waiting' || info?.state === 'running'
