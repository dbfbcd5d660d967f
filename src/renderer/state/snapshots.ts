import { create } from 'zustand'
import {
  morphEdits,
  recallEdits,
  snapshotValues,
  valueEdits,
  type ParamSnapshot,
} from '#shared/graph'
import { newId } from '../kit'
import { catalog } from './catalog'
import { pacedGesture, type Gesture } from './paced-gesture'
import { dispatch, graphNow, projectNow } from './project'

/** Of the whole project, where no node is named. */
type Owner = string | undefined

/** The snapshots of a node, or of the project, in the order in which they were taken. */
export function snapshotsOf(
  snapshots: Readonly<Record<string, ParamSnapshot>>,
  node: Owner,
): readonly ParamSnapshot[] {
  return Object.values(snapshots).filter(snapshot => snapshot.node === node)
}

export function takeSnapshot(node: Owner): void {
  const { snapshots } = projectNow()
  const names = new Set(snapshotsOf(snapshots, node).map(({ name }) => name))
  let number = names.size + 1
  while (names.has(`Snapshot ${number}`)) number++
  const values = snapshotValues(graphNow(), catalog(), node)
  const name = `Snapshot ${number}`
  const snapshot = { id: newId(), name, values, ...(node !== undefined && { node }) }
  dispatch(`Take “${name}”`, [{ kind: 'add-snapshot', snapshot }])
}

export function recallSnapshot({ name, values }: ParamSnapshot): void {
  const edits = recallEdits(graphNow(), catalog(), values)
  if (edits.length > 0) dispatch(`Recall “${name}”`, edits)
}

/** How things stand now, in place of what the snapshot had. */
export function updateSnapshot({ id, name, node }: ParamSnapshot): void {
  const values = snapshotValues(graphNow(), catalog(), node)
  dispatch(`Update “${name}”`, [{ kind: 'set-snapshot', snapshot: id, change: { values } }])
}

export function renameSnapshot({ id }: ParamSnapshot, name: string): void {
  dispatch('Rename snapshot', [{ kind: 'set-snapshot', snapshot: id, change: { name } }])
}

export function removeSnapshot({ id, name }: ParamSnapshot): void {
  dispatch(`Delete “${name}”`, [{ kind: 'remove-snapshots', snapshots: [id] }])
}

interface Morph {
  /** Ids of the two snapshots. */
  readonly from: string
  readonly to: string
  /** 0 to 1. */
  readonly amount: number
}

/** Where each morph stands, by node; the project's own under the empty name. */
export const useMorphs = create<{ readonly byOwner: ReadonlyMap<string, Morph> }>(() => ({
  byOwner: new Map(),
}))

export function setMorph(node: Owner, change: Partial<Morph>): void {
  useMorphs.setState(({ byOwner }) => {
    const before = byOwner.get(node ?? '') ?? { from: '', to: '', amount: 0 }
    return { byOwner: new Map(byOwner).set(node ?? '', { ...before, ...change }) }
  })
}

/** The morph of a node or the project: what was chosen, or else the first two snapshots. */
export function morphOf(
  byOwner: ReadonlyMap<string, Morph>,
  snapshots: readonly ParamSnapshot[],
  node: Owner,
): { from: ParamSnapshot; to: ParamSnapshot; amount: number } | undefined {
  const kept = byOwner.get(node ?? '')
  const [first, second] = snapshots
  const from = snapshots.find(({ id }) => id === kept?.from) ?? first
  const to = snapshots.find(({ id }) => id === kept?.to) ?? second
  return from === undefined || to === undefined
    ? undefined
    : { from, to, amount: kept?.amount ?? 0 }
}

/** One movement from a snapshot towards another, undone as a whole. */
export function beginMorph(node: Owner, from: ParamSnapshot, to: ParamSnapshot): Gesture<number> {
  return pacedGesture((amount, gesture) => {
    setMorph(node, { from: from.id, to: to.id, amount })
    const edits = morphEdits(graphNow(), catalog(), from.values, to.values, amount)
    if (edits.length > 0) dispatch(`Morph “${from.name}” – “${to.name}”`, edits, { gesture })
  })
}

interface Compared {
  readonly shown: 'A' | 'B'
  /** What the other of the two stands at. */
  readonly other: ParamSnapshot['values'][string] | undefined
}

/** The two states of nodes that are compared, for as long as the window lives. */
export const useCompared = create<{ readonly byNode: ReadonlyMap<string, Compared> }>(() => ({
  byNode: new Map(),
}))

/** Shows the other one of two states; at first they are the same. */
export function compare(node: string): void {
  const now = snapshotValues(graphNow(), catalog(), node)[node]
  const found = graphNow().nodes[node]
  const definition = catalog().get(found?.type ?? '')
  if (now === undefined || found === undefined || definition === undefined) return
  const { shown = 'A', other } = useCompared.getState().byNode.get(node) ?? {}
  const next = shown === 'A' ? 'B' : 'A'
  useCompared.setState(({ byNode }) => ({
    byNode: new Map(byNode).set(node, { shown: next, other: now }),
  }))
  const edits = valueEdits(definition, found, new Map(Object.entries(other ?? {})))
  if (edits.length > 0) dispatch(`Compare ${next}`, edits)
}
