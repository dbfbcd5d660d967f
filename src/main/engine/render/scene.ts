import type { Frames } from '#shared/kit'
import type { Cable, NodeId } from '#shared/graph'
import type { EngineNode } from '../graph'

/** Frames in which an edit fades; see `fade.as.ts`. */
export const FADE: Frames = 512
/** The clock of the fades at some time before they begin: an i32 far below 0. */
export const LONG_BEFORE = 0xc0000000

/** A node as it is rendered: under its id, or, while it fades out, under a key of its own. */
export type SceneKey = string

/** A cable as it is rendered. Ends name scene keys. */
export interface SceneCable extends Cable {
  readonly fade?: 'in' | 'out'
  /** What it comes from was made anew: nothing is on its way yet. */
  readonly anew?: boolean
}

/** What is rendered: the graph, and for the length of a fade what an edit took away. */
export interface Scene {
  readonly nodes: ReadonlyMap<SceneKey, EngineNode>
  readonly cables: readonly SceneCable[]
  /** Nodes that are just being bypassed, or put back. */
  readonly crossing: ReadonlyMap<SceneKey, 'bypass' | 'return'>
}

/** The graph as it stands between two edits. */
export interface Standing {
  readonly nodes: ReadonlyMap<NodeId, EngineNode>
  readonly cables: ReadonlyMap<string, Cable>
}

/** The graph alone. */
export function standing({ nodes, cables }: Standing): Scene {
  return { nodes, cables: [...cables.values()], crossing: new Map() }
}

/**
 * The way from one graph to another: what is new fades in, what is gone fades out. `ghosts` are the nodes that are
 * gone or begun anew, with the keys under which the old ones go on meanwhile; `switched` are those that go on both as they
 * were and as they are now, with the same past.
 */
export function crossFade(
  before: Standing,
  after: Standing,
  ghosts: ReadonlyMap<NodeId, SceneKey>,
  switched: ReadonlySet<NodeId>,
): Scene {
  const nodes = new Map(after.nodes)
  for (const [id, key] of ghosts) {
    const node = before.nodes.get(id)
    if (node !== undefined) nodes.set(key, node)
  }
  const isNew = (id: NodeId) => !before.nodes.has(id) || ghosts.has(id)
  // A new effect sounds as what it hears fades in: fading its output would not keep a beginning out of its memory.
  const hears = (id: NodeId) =>
    isNew(id) && !switched.has(id) && after.nodes.get(id)?.kind === 'effect'
  const cables: SceneCable[] = []
  for (const cable of after.cables.values()) {
    const [from, to] = [cable.from.node, cable.to.node]
    const old = sameCable(before.cables.get(cable.id), cable) && !isNew(from)
    const fades = hears(to) ? !hears(from) : !isNew(to) && !old && !hears(from)
    const anew = isNew(from) && before.cables.has(cable.id)
    if (fades || anew) cables.push({ ...cable, ...(fades && { fade: 'in' }), anew })
    else cables.push(cable)
  }
  for (const cable of before.cables.values()) {
    const from = ghosts.get(cable.from.node) ?? cable.from.node
    const ghost = ghosts.get(cable.to.node)
    const source = { ...cable.from, node: from }
    if (ghost !== undefined) {
      cables.push({ ...cable, id: `${cable.id}~`, from: source, to: { ...cable.to, node: ghost } })
    } else if (!sameCable(after.cables.get(cable.id), cable) || from !== cable.from.node) {
      cables.push({ ...cable, id: `${cable.id}~`, from: source, fade: 'out' })
    }
  }
  return {
    nodes,
    cables: cables.filter(({ from, to }) => nodes.has(from.node) && nodes.has(to.node)),
    crossing: crossings(before, after, ghosts),
  }
}

function crossings(
  before: Standing,
  after: Standing,
  ghosts: ReadonlyMap<NodeId, SceneKey>,
): Map<SceneKey, 'bypass' | 'return'> {
  const crossing = new Map<SceneKey, 'bypass' | 'return'>()
  for (const [id, node] of after.nodes) {
    const was = before.nodes.get(id)
    if (was === undefined || ghosts.has(id) || was.bypassed === node.bypassed) continue
    crossing.set(id, node.bypassed ? 'bypass' : 'return')
  }
  return crossing
}

function sameCable(a: Cable | undefined, b: Cable): boolean {
  return (
    a !== undefined &&
    a.from.node === b.from.node &&
    a.from.port === b.from.port &&
    a.to.node === b.to.node &&
    a.to.port === b.to.port &&
    a.depth === b.depth
  )
}
