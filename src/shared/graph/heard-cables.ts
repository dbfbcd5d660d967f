import { portAt } from './connect'
import { groupsAround } from './group-tree'
import type { Group, GroupPort } from './groups'
import type { NodeId } from './ids'
import type { NodeCatalog } from './node-spec'
import type { Cable, Graph } from './project'

type Sounding = Pick<Graph, 'nodes' | 'cables' | 'groups'>

/**
 * The cables that are heard, of a graph with mutes, solos and bypassed groups.
 *
 * - Past a bypassed group goes what feeds its first input, to what its first output of the same kind feeds.
 * - Nothing leaves a muted node or group, and nothing enters a muted output.
 * - While anything is soloed, sound goes only by cables that lead to it or come from it. Control signals and notes go
 *   on: a soloed filter is still turned by what turns it.
 *
 * The cables of the document are given as they are; those past groups are made, under ids that no document has.
 */
export function heardCables(graph: Sounding, catalog: NodeCatalog): readonly Cable[] {
  const cables = Object.values(graph.cables)
  const flags = flagsOf(graph)
  if (flags === undefined) return cables
  const { cables: passed, soloed } = pastGroups(graph, catalog, cables, flags)
  const open = passed.filter(cable => !isMuted(cable, graph, catalog, flags))
  return flags.soloed.size === 0 && !flags.hasSoloedGroup
    ? open
    : soloedCables(graph, catalog, open, flags.soloed, soloed)
}

interface Flags {
  /** Groups around each node, the nearest first; nodes at the top are not here. */
  readonly around: ReadonlyMap<NodeId, readonly string[]>
  readonly mutedGroups: ReadonlySet<string>
  readonly soloed: ReadonlySet<NodeId>
  readonly hasSoloedGroup: boolean
}

/** Nothing where every cable is heard as it is. */
function flagsOf({ nodes, groups }: Sounding): Flags | undefined {
  const boxes = Object.values(groups)
  const isPlain =
    !boxes.some(box => box.bypassed === true || box.muted === true || box.soloed === true) &&
    !Object.values(nodes).some(node => node.muted === true || node.soloed === true)
  if (isPlain) return undefined
  const around = new Map<NodeId, readonly string[]>()
  const soloed = new Set<NodeId>()
  const soloedGroups = new Set(boxes.flatMap(group => (group.soloed === true ? [group.id] : [])))
  for (const node of Object.values(nodes)) {
    const boxesAround = node.group === undefined ? [] : groupsAround({ groups }, node)
    if (boxesAround.length > 0) around.set(node.id, boxesAround)
    if (node.soloed === true || boxesAround.some(id => soloedGroups.has(id))) soloed.add(node.id)
  }
  const mutedGroups = new Set(boxes.flatMap(group => (group.muted === true ? [group.id] : [])))
  return { around, mutedGroups, soloed, hasSoloedGroup: soloedGroups.size > 0 }
}

function isWithin({ around }: Flags, node: NodeId, group: string): boolean {
  return around.get(node)?.includes(group) ?? false
}

/** The cables past bypassed groups instead of those into and out of them, and which of them pass a soloed one. */
function pastGroups(
  graph: Sounding,
  catalog: NodeCatalog,
  cables: readonly Cable[],
  flags: Flags,
): { cables: readonly Cable[]; soloed: ReadonlySet<Cable> } {
  let passed = cables
  const soloed = new Set<Cable>()
  for (const group of outermostBypassed(graph)) {
    const over = [group.id, ...groupsAround(graph, group)]
    const isSolo = over.some(id => graph.groups[id]?.soloed === true)
    const mutes = over.filter(id => flags.mutedGroups.has(id))
    const through = throughGroup(graph, catalog, group)
    const [into, out, rest] = crossing(passed, cable => [
      isWithin(flags, cable.from.node, group.id),
      isWithin(flags, cable.to.node, group.id),
    ])
    const made = new Map<string, Cable>()
    for (const source of into) {
      if (through === undefined || !endsAt(source, through.input)) continue
      for (const target of out) {
        if (target.from.node !== through.output.node || target.from.port !== through.output.port) {
          continue
        }
        if (mutes.some(id => !isWithin(flags, target.to.node, id))) continue
        const cable = { ...target, id: `${source.id}>${target.id}`, from: source.from }
        made.set(cable.id, cable)
        if (isSolo || soloed.has(source) || soloed.has(target)) soloed.add(cable)
      }
    }
    passed = [...rest, ...made.values()]
  }
  return { cables: passed, soloed }
}

function outermostBypassed({ groups }: Sounding): readonly Group[] {
  return Object.values(groups).filter(
    group =>
      group.bypassed === true &&
      !groupsAround({ groups }, group).some(id => groups[id]?.bypassed === true),
  )
}

/** Those that go in, those that go out, and those that do neither. */
function crossing(
  cables: readonly Cable[],
  ends: (cable: Cable) => readonly [from: boolean, to: boolean],
): readonly [into: Cable[], out: Cable[], rest: Cable[]] {
  const [into, out, rest]: [Cable[], Cable[], Cable[]] = [[], [], []]
  for (const cable of cables) {
    const [from, to] = ends(cable)
    const list = from === to ? rest : to ? into : out
    list.push(cable)
  }
  return [into, out, rest]
}

function endsAt({ to, depth }: Cable, port: GroupPort): boolean {
  return depth === undefined && to.node === port.node && to.port === port.port
}

/** The first input of a group for which there is an output of the same kind, and the first such output. */
export function throughGroup(
  graph: Pick<Graph, 'nodes' | 'cables'>,
  catalog: NodeCatalog,
  { ports }: Pick<Group, 'ports'>,
): { readonly input: GroupPort; readonly output: GroupPort } | undefined {
  const kindOf = (port: GroupPort, side: 'inputs' | 'outputs') => {
    const spec = portAt(graph, catalog, port, side)
    return spec.ok ? spec.value.kind : undefined
  }
  for (const input of ports.inputs) {
    const kind = kindOf(input, 'inputs')
    const output = ports.outputs.find(port => kindOf(port, 'outputs') === kind)
    if (kind !== undefined && output !== undefined) return { input, output }
  }
  return undefined
}

function isMuted(
  { from, to }: Cable,
  { nodes }: Sounding,
  catalog: NodeCatalog,
  flags: Flags,
): boolean {
  const [source, target] = [nodes[from.node], nodes[to.node]]
  if (source?.muted === true) return true
  const leaves = flags.around.get(from.node) ?? []
  if (leaves.some(id => flags.mutedGroups.has(id) && !isWithin(flags, to.node, id))) return true
  // What is heard leaves the graph by outputs: there a mute shuts the way in.
  if (target === undefined || catalog.get(target.type)?.kind !== 'output') return false
  const enters = flags.around.get(to.node) ?? []
  return target.muted === true || enters.some(id => flags.mutedGroups.has(id))
}

function soloedCables(
  graph: Sounding,
  catalog: NodeCatalog,
  cables: readonly Cable[],
  nodes: ReadonlySet<NodeId>,
  soloed: ReadonlySet<Cable>,
): readonly Cable[] {
  const starts = [...soloed].map(({ from }) => from.node)
  const ends = [...soloed].map(({ to }) => to.node)
  const up = reached([...nodes, ...starts], cables, ({ from, to }) => [to.node, from.node])
  const down = reached([...nodes, ...ends], cables, ({ from, to }) => [from.node, to.node])
  return cables.filter(cable => {
    if (soloed.has(cable) || up.has(cable.to.node) || down.has(cable.from.node)) return true
    const output = portAt(graph, catalog, cable.from, 'outputs')
    return output.ok && (output.value.kind === 'control' || output.value.kind === 'notes')
  })
}

/** All nodes that are reached from some, by steps that each cable offers. */
function reached(
  starts: Iterable<NodeId>,
  cables: readonly Cable[],
  step: (cable: Cable) => readonly [from: NodeId, to: NodeId],
): ReadonlySet<NodeId> {
  const next = new Map<NodeId, NodeId[]>()
  for (const cable of cables) {
    const [from, to] = step(cable)
    const list = next.get(from)
    if (list === undefined) next.set(from, [to])
    else list.push(to)
  }
  const seen = new Set(starts)
  for (const node of seen) for (const other of next.get(node) ?? []) seen.add(other)
  return seen
}
