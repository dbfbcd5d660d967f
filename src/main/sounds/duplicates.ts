import { setImmediate as turn } from 'node:timers/promises'
import type { TrackRow } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import type { Store } from '../store'
import type { Nearest } from './nearest'

/** Of a large library so many sounds are compared with the others, those that were added last. */
const MOST = 2000
const GROUPS = 500
/** Lengths of two that are nearly the same differ so little. */
const LENGTHS = 0.02

/** Groups of sounds that are the same: those that several files hold, and those that are nearly alike. */
export async function findDuplicates(
  likeness: number,
  modelVersion: string,
  {
    store,
    nearest,
  }: { readonly store: Pick<Store, 'tracks' | 'embeddings'>; readonly nearest: Nearest },
): Promise<Result<readonly (readonly TrackRow[])[]>> {
  const groups: number[][] = []
  const several = store.tracks.several()
  if (!several.ok) return several
  for (const id of several.value) groups.push([id])
  const lately = store.tracks.search({
    text: '',
    filters: {},
    sort: 'added',
    descending: true,
    offset: 0,
    limit: MOST,
  })
  if (!lately.ok) return lately
  const seconds = new Map(lately.value.rows.map(row => [row.id, row.seconds]))
  const grouped = new Set<number>()
  for (const { id } of lately.value.rows) {
    if (grouped.has(id) || groups.length >= GROUPS) continue
    const [vector] = orNone(store.embeddings.of(id, modelVersion))
    if (vector === undefined) continue
    const near = await nearest.find({ modelVersion, vector }, 12)
    if (!near.ok) return near
    const alike = near.value
      .filter(({ track, distance }) => track !== id && 1 - distance >= likeness)
      .map(({ track }) => track)
      .filter(track => isAsLong(seconds.get(id), lengthOf(track)))
    grouped.add(id)
    for (const track of alike) grouped.add(track)
    if (alike.length > 0) groups.push([id, ...alike])
    await turn()
  }
  const all: (readonly TrackRow[])[] = []
  for (const group of groups) {
    const rows = store.tracks.getAll(group)
    if (!rows.ok) return rows
    all.push(rows.value)
  }
  return ok(all)

  function lengthOf(track: number): number | undefined {
    const known = seconds.get(track)
    if (known !== undefined) return known
    const row = store.tracks.get(track)
    return row.ok ? row.value?.seconds : undefined
  }
}

function isAsLong(one: number | undefined, other: number | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return Math.abs(one - other) <= LENGTHS * Math.max(one, other)
}

function orNone<T>(result: Result<readonly T[]>): readonly T[] {
  return result.ok ? result.value : []
}
