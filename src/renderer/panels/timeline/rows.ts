import { laneKey as keyOf, useTimeline, catalog } from '../../state'
import {
  tracksOf,
  type NodeCatalog,
  type NumberParam,
  type Project,
  type Track,
} from '#shared/graph'

export const TRACK_HEIGHT = 56
export const LANE_HEIGHT = 64
/** Of a node that has automation and nothing else. */
const SLIM_HEIGHT = 28

/** A row of the timeline: a track, or the lane of a parameter under it. */
export type Row =
  | { readonly kind: 'track'; readonly track: Track; readonly y: number; readonly height: number }
  | LaneRow

export interface LaneRow {
  readonly kind: 'lane'
  readonly key: string
  readonly track: Track
  readonly param: string
  readonly spec: NumberParam
  readonly y: number
  readonly height: number
}

type Lanes = Readonly<Record<string, readonly string[]>>

interface Known {
  readonly nodes: Project['graph']['nodes']
  readonly clips: Project['clips']
  readonly lanes: Lanes
  readonly definitions: NodeCatalog
  readonly rows: readonly Row[]
}

/** The document and what a drag would make of it take turns. */
const known: Known[] = []

/** The rows from top to bottom, worked out once for each document. */
export function rowsOf({ graph, clips }: Project): readonly Row[] {
  const { lanes } = useTimeline.getState()
  const definitions = catalog()
  const found = known.find(
    one =>
      one.nodes === graph.nodes &&
      one.clips === clips &&
      one.lanes === lanes &&
      one.definitions === definitions,
  )
  if (found !== undefined) return found.rows
  const rows: Row[] = []
  let y = 0
  for (const track of tracksOf({ graph, clips }, definitions, node => node in lanes)) {
    const slim = track.hosts === undefined && track.clips.length === 0 && !track.plays
    const height = slim ? SLIM_HEIGHT : TRACK_HEIGHT
    rows.push({ kind: 'track', track, y, height })
    y += height
    const params = lanes[track.node.id] === undefined ? [] : lanesOf(track, lanes)
    for (const param of params) {
      const spec = definitions.get(track.node.type)?.params[param]
      if (spec?.kind !== 'number') continue
      const key = keyOf(track.node.id, param)
      rows.push({ kind: 'lane', key, track, param, spec, y, height: LANE_HEIGHT })
      y += LANE_HEIGHT
    }
  }
  known.unshift({ nodes: graph.nodes, clips, lanes, definitions, rows })
  known.length = Math.min(known.length, 3)
  return rows
}

/** Where the lanes of a node are open: those with a curve, and those that were asked for. */
function lanesOf(track: Track, lanes: Lanes): readonly string[] {
  return [...new Set([...track.lanes, ...(lanes[track.node.id] ?? [])])]
}

export function heightOf(rows: readonly Row[]): number {
  const last = rows.at(-1)
  return last === undefined ? 0 : last.y + last.height
}

export function rowAt(rows: readonly Row[], y: number): Row | undefined {
  return rows.find(row => y >= row.y && y < row.y + row.height)
}
