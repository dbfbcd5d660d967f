import { create } from 'zustand'
import type { Edit, Graph, Node, Project, Transaction } from '#shared/graph'
import type { ProjectEvent, ProjectState } from '#shared/contract'
import { attempt, newId } from '../kit'
import { catalog } from './catalog'
import { client } from './connection'
import { EditQueue } from './edit-queue'
import { edit, openMirror, receive, rollBack, type Mirror } from './mirror'
import { inScope } from './open-group'
import { toastFailure } from './toasts'

interface ProjectStore {
  readonly mirror: Mirror | undefined
}

export const useProjectStore = create<ProjectStore>(() => ({ mirror: undefined }))

const queue = new EditQueue({
  send: (base, transaction) =>
    attempt(client().project.edit({ project: projectHandle(), base, transaction })),
  revision: () => useProjectStore.getState().mirror?.revision ?? 0,
  refused(transaction, failure) {
    update(mirror => rollBack(mirror, transaction.id, catalog()))
    toastFailure(failure)
  },
})

function update(change: (mirror: Mirror) => Mirror): void {
  const { mirror } = useProjectStore.getState()
  if (mirror !== undefined) useProjectStore.setState({ mirror: change(mirror) })
}

export interface EditOptions {
  /** Transactions of one gesture are undone together. */
  readonly gesture?: string
}

/** Changes the document at once, and the shell's as soon as it can. False where the edits do not fit. */
export function dispatch(
  label: string,
  edits: readonly Edit[],
  options: EditOptions = {},
): boolean {
  const { mirror } = useProjectStore.getState()
  if (mirror === undefined || edits.length === 0) return false
  const transaction: Transaction = {
    id: newId(),
    label,
    edits: inScope(mirror.document.graph, edits),
    ...options,
  }
  const edited = edit(mirror, transaction, catalog())
  if (!edited.ok) {
    toastFailure(edited.error)
    return false
  }
  useProjectStore.setState({ mirror: edited.value })
  queue.add(transaction)
  return true
}

/** Shows another project. */
export function showProject(state: ProjectState): void {
  queue.clear()
  useProjectStore.setState({ mirror: openMirror(state) })
}

/** Takes an event in; false where one before it was missed, so that watching must begin anew. */
export function receiveEvent(event: ProjectEvent): boolean {
  const { mirror } = useProjectStore.getState()
  if (mirror === undefined) return true
  const next = receive(mirror, event, catalog())
  if (next === undefined) return false
  useProjectStore.setState({ mirror: next })
  if (event.kind === 'reset') queue.resume()
  if (event.kind === 'patched' && event.transaction !== undefined) queue.taken(event.transaction)
  return true
}

export async function undo(): Promise<void> {
  await step('undo')
}

export async function redo(): Promise<void> {
  await step('redo')
}

/** Undoes (below zero) or redoes so many steps. */
export async function stepHistory(steps: number): Promise<void> {
  const way = steps < 0 ? 'undo' : 'redo'
  for (let left = Math.abs(steps); left > 0; left--) if (!(await step(way))) return
}

async function step(way: 'undo' | 'redo'): Promise<boolean> {
  await queue.idle()
  const project = projectHandle()
  const answer = await attempt(client().project[way]({ project }))
  if (!answer.ok && !answer.error.code.startsWith('nothing-to-')) toastFailure(answer.error)
  return answer.ok
}

/** Waits until the shell has every edit, for what must see them all (save, export). */
export async function settled(): Promise<void> {
  await queue.idle()
}

/** The document as it is shown; there always is one once the app is shown. */
export function projectNow(): Project {
  return mirrorNow().document
}

export function graphNow(): Graph {
  return projectNow().graph
}

export function projectHandle(): string {
  return mirrorNow().project
}

export function mirrorNow(): Mirror {
  const { mirror } = useProjectStore.getState()
  if (mirror === undefined) throw new Error('No project is open yet.')
  return mirror
}

/** A part of the mirror; renders again only when that part changes. */
export function useMirror<T>(select: (mirror: Mirror) => T): T {
  return useProjectStore(state => {
    if (state.mirror === undefined) throw new Error('No project is open yet.')
    return select(state.mirror)
  })
}

export function useDocument<T>(select: (document: Project) => T): T {
  return useMirror(mirror => select(mirror.document))
}

export function useNode(id: string): Node | undefined {
  return useDocument(document => document.graph.nodes[id])
}
