import type { CableEnd } from '#shared/graph'
import type { EngineGraph } from '../graph'
import type { GraphGroups } from './graph-groups'
import { nodeCost, READING, WRITING, type Cost } from './node-cost'
import { NodeSet } from './node-set'
import { outputName } from './output-keys'

/** Of the cost of rendering, what all writing together may take. */
const MOST_WRITING = 0.15
/** Renders of which each should gain by a cut at least a part of what writing it takes. */
const RENDERS = 16
/** Cuts are found in so many rounds at most. */
const ROUNDS = 32

/** Nodes that are rendered together, in the order of rendering. */
interface Group {
  readonly cost: Cost
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** What leaves it, and what it takes to write that down. */
  readonly ends: readonly CableEnd[]
  readonly writing: Cost
  readonly isOutput: boolean
}

/**
 * The outputs that are worth keeping: those that save most, taken over all renders in which one node is another one.
 * It follows from the graph alone, not from what is kept: the next render finds the cuts of this one.
 */
export function chooseCuts(
  graph: EngineGraph,
  graphGroups: GraphGroups,
  heard: ReadonlySet<string>,
): readonly CableEnd[] {
  const groups = groupsOf(graph, graphGroups, heard)
  const touched = descendants(groups)
  const kept = new Set<number>()
  let room = MOST_WRITING * groups.reduce((sum, { cost }) => sum + cost, 0)
  const chosen: number[] = []
  const many = Math.ceil(groups.length / ROUNDS)
  for (;;) {
    const best = gains(groups, touched, kept)
      .filter(({ index, gain }) => RENDERS * gain > (groups[index]?.writing ?? 0))
      .toSorted((a, b) => b.ratio - a.ratio)
    const before = chosen.length
    const near = new Set<number>()
    for (const { index } of best) {
      const group = groups[index]
      if (group === undefined || group.writing > room) continue
      if (chosen.length - before === many) break
      // What one cut saves, its neighbours do not save again.
      if (near.has(index)) continue
      for (const other of [...group.before, ...group.after]) near.add(other)
      room -= group.writing
      kept.add(index)
      chosen.push(index)
    }
    if (chosen.length === before) break
  }
  return chosen.flatMap(index => groups[index]?.ends ?? [])
}

function groupsOf(
  graph: EngineGraph,
  { groups, incoming, outgoing }: GraphGroups,
  heard: ReadonlySet<string>,
): readonly Group[] {
  const kept = groups.filter(ids => ids.every(id => heard.has(id)))
  const indexOf = new Map(kept.flatMap((ids, index) => ids.map(id => [id, index] as const)))
  return kept.map((ids, index): Group => {
    const others = (nodes: readonly string[]) => [
      ...new Set(nodes.flatMap(id => indexOf.get(id) ?? []).filter(other => other !== index)),
    ]
    const leaving = ids
      .flatMap(id => outgoing.get(id) ?? [])
      .filter(({ to }) => heard.has(to.node) && indexOf.get(to.node) !== index)
    const ends = new Map(leaving.map(({ from }) => [outputName(from), from]))
    const nodes = ids.flatMap(id => graph.nodes[id] ?? [])
    return {
      cost: nodes.reduce((sum, node) => sum + nodeCost(node), 0),
      before: others(ids.flatMap(id => incoming.get(id) ?? []).map(({ from }) => from.node)),
      after: others(leaving.map(({ to }) => to.node)),
      ends: [...ends.values()],
      writing: [...ends.values()].reduce((sum, end) => sum + writingOf(graph, end), 0),
      isOutput: nodes.some(({ kind }) => kind === 'output'),
    }
  })
}

/** By group: those of which a change is heard in it. */
function descendants(groups: readonly Group[]): readonly NodeSet[] {
  const sets: NodeSet[] = []
  groups.forEach(({ before }, index) => {
    const set = new NodeSet(groups.length)
    set.add(index)
    for (const other of before) set.addAll(sets[other])
    sets.push(set)
  })
  return sets
}

/**
 * What it would save, in each of the renders after a change on average, to keep what a group gives: in how many of them it is read but not
 * heard anew, times what it takes to make it from what is kept already.
 */
function gains(
  groups: readonly Group[],
  touched: readonly NodeSet[],
  kept: ReadonlySet<number>,
): readonly { readonly index: number; readonly gain: Cost; readonly ratio: number }[] {
  const making: Cost[] = []
  groups.forEach(({ cost, before, ends }, index) => {
    const inputs = before.reduce((sum, other) => sum + (making[other] ?? 0), 0)
    making.push(kept.has(index) ? READING * ends.length : cost + inputs)
  })
  const found: { index: number; gain: Cost; ratio: number }[] = []
  const rendered: NodeSet[] = []
  for (let index = groups.length - 1; index >= 0; index--) {
    const group = groups[index]
    const changes = touched[index]
    if (group === undefined || changes === undefined) continue
    const needed = new NodeSet(groups.length)
    if (group.isOutput) needed.fill()
    for (const other of group.after) needed.addAll(rendered[other])
    const all = new NodeSet(groups.length)
    all.addAll(changes)
    if (!kept.has(index)) all.addAll(needed)
    rendered[index] = all
    if (kept.has(index) || group.isOutput || !Number.isFinite(group.writing)) continue
    const saved = (making[index] ?? 0) - READING * group.ends.length
    const gain = (saved * needed.countBeyond(changes)) / groups.length
    found.push({ index, gain, ratio: gain / group.writing })
  }
  return found
}

/** Notes are not kept: they are no samples. */
function writingOf({ nodes }: EngineGraph, { node, port }: CableEnd): Cost {
  const spec = nodes[node]?.outputs[port]
  if (spec?.kind !== 'audio' && spec?.kind !== 'control') return Number.POSITIVE_INFINITY
  return spec.kind === 'control' || spec.channels === 1 ? WRITING : 2 * WRITING
}
