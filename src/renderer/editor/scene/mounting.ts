import { overlap } from './curve'
import type { Scene } from './scene'
import { seen, type View } from './view'

/** A graph of so few nodes has all of them as elements, seen or not: Tab and screen readers reach each. */
export const ALL_MOUNTED = 64
/** More nodes than this on the screen are painted. */
const CROWD = 150
/** They become elements again when there are so few of them. */
const SPARSE = 120
/** How far beyond the edge of the screen nodes are kept ready, in pixels. */
const MARGIN = 160
/** How many nodes are made in one frame, while the view moves and while it rests. */
const WHILE_MOVING = 2
const AT_REST = 8
const GONE_AT_ONCE = 40

export interface Plan {
  readonly mounted: ReadonlySet<string>
  /** More is to be done in the next frame. */
  readonly unfinished: boolean
}

/**
 * Which nodes are elements of the page. Making one costs a millisecond or more, so they come a few a frame; until
 * then they are painted.
 */
export function planMounted(
  scene: Scene,
  view: View,
  now: ReadonlySet<string>,
  resting: boolean,
): Plan {
  if (view.width === 0) return { mounted: now, unfinished: false }
  if (scene.nodes.size <= ALL_MOUNTED) return allOf(scene, now)
  const wanted = wantedNodes(scene, view, now.size > 0)
  const gone = [...now].filter(id => !wanted.has(id) && (resting || wanted.size === 0))
  const missing: string[] = []
  for (const id of wanted) if (!now.has(id)) missing.push(id)
  const room = resting ? AT_REST : WHILE_MOVING
  if (gone.length === 0 && missing.length === 0) return { mounted: now, unfinished: !resting }
  const mounted = new Set(now)
  for (const id of gone.slice(0, GONE_AT_ONCE)) mounted.delete(id)
  for (const id of missing.slice(0, room)) mounted.add(id)
  const unfinished = !resting || gone.length > GONE_AT_ONCE || missing.length > room
  return { mounted, unfinished }
}

function allOf(scene: Scene, now: ReadonlySet<string>): Plan {
  const same = now.size === scene.nodes.size && [...scene.nodes.keys()].every(id => now.has(id))
  return { mounted: same ? now : new Set(scene.nodes.keys()), unfinished: false }
}

function wantedNodes(scene: Scene, view: View, near: boolean): ReadonlySet<string> {
  const limit = near ? CROWD : SPARSE
  const screen = seen(view)
  const area = seen(view, MARGIN)
  const wanted = new Set<string>()
  let visible = 0
  for (const node of scene.nodes.values()) {
    if (!overlap(node, area)) continue
    if (overlap(node, screen)) visible += 1
    if (visible > limit) return new Set()
    wanted.add(node.id)
  }
  return wanted
}
