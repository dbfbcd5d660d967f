import type { Edit, Node, ParamValue, Point } from '#shared/graph'
import { newId } from '../kit'
import { canvasView } from './canvas'
import { catalog } from './catalog'
import { setPrefs, usePrefs, withFirst } from './prefs'
import { dispatch } from './project'
import { select } from './selection'

export const GRID = 8
/** So many node types are remembered as used last. */
const RECENT = 24

export interface AddOptions {
  /** Top left corner; the middle of the canvas if left out. */
  readonly at?: Point | undefined
  readonly params?: Record<string, ParamValue>
  /** Edits of the same transaction, before and after the node is there. */
  readonly before?: readonly Edit[]
  readonly after?: (node: string) => readonly Edit[]
}

/** Adds a node and selects it; its id, or undefined where it could not be added. */
export function addNode(type: string, options: AddOptions = {}): string | undefined {
  const { at, params = {}, before = [], after } = options
  const id = idFor(type)
  const node: Node = { id, type, position: onGrid(at ?? freePlace(type)), params }
  const label = `Add ${catalog().get(type)?.label ?? type}`
  const edits: Edit[] = [...before, { kind: 'add-node', node }, ...(after?.(id) ?? [])]
  if (!dispatch(label, edits)) return undefined
  select([id])
  setPrefs({ recentNodes: withFirst(usePrefs.getState().recentNodes, type, RECENT) })
  return id
}

/** A readable id: “filter-4k2m”. */
export function idFor(type: string): string {
  const name = type.slice(type.lastIndexOf('/') + 1).slice(0, 40)
  return `${name}-${newId().slice(0, 6)}`
}

export function onGrid({ x, y }: Point): Point {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID }
}

/** The middle of the canvas, or the free place nearest to it. */
function freePlace(type: string): Point {
  const { x, y } = canvasView().center()
  return canvasView().freePlace(type, { x: x - 88, y: y - 48 })
}
