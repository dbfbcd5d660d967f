import type { CableId, NodeId } from './ids'
import { nearOrder } from './near-order'
import type { Cable } from './project'

export interface GraphOrder {
  /**
   * Nodes in an order in which every node stands after those that feed it, and as near to the last of them as can be
   * (see `nearOrder`). Nodes that feed one another (a loop) share a group; every other group holds one node.
   */
  readonly groups: readonly (readonly NodeId[])[]
  /** The cables that close a loop: they carry what their source made one quantum ago. */
  readonly feedback: ReadonlySet<CableId>
}

/**
 * Orders a graph for rendering. The same graph gives the same order whatever the order of its keys: ids
 * decide. Cables that lead nowhere are passed over. Tarjan's algorithm with a stack of its own, so that a
 * chain of 100,000 nodes is no deeper than one of ten.
 */
export function orderGraph(nodes: Iterable<NodeId>, cables: Iterable<Cable>): GraphOrder {
  const ids = [...nodes].toSorted()
  const numbers = new Map(ids.map((id, number) => [id, number]))
  const wires = [...cables]
  const ends = new Int32Array(wires.length * 2)
  for (const [index, { from, to }] of wires.entries()) {
    ends[index * 2] = numbers.get(from.node) ?? NOWHERE
    ends[index * 2 + 1] = numbers.get(to.node) ?? NOWHERE
  }
  const sources = sourcesOf(ids.length, ends)
  const { groups, place } = components(sources)
  const feedback = new Set<CableId>()
  for (const [index, { id }] of wires.entries()) {
    const [from = NOWHERE, to = NOWHERE] = [ends[index * 2], ends[index * 2 + 1]]
    if (from === NOWHERE || to === NOWHERE) continue
    if ((place[from] ?? 0) >= (place[to] ?? 0)) feedback.add(id)
  }
  const near = nearOrder(readersOf(groups, sources))
  const named = near.map(group => groups[group]?.map(number => ids[number] ?? '') ?? [])
  return { groups: named, feedback }
}

/** Of each group, those that hear it; a group that hears another twice stands there twice. */
function readersOf(groups: readonly (readonly number[])[], { first, list }: Sources): number[][] {
  const groupOf = new Int32Array(first.length - 1)
  for (const [group, members] of groups.entries()) for (const node of members) groupOf[node] = group
  const readers: number[][] = groups.map(() => [])
  for (const [group, members] of groups.entries()) {
    for (const node of members) {
      for (let at = first[node] ?? 0; at < (first[node + 1] ?? 0); at++) {
        const before = groupOf[list[at] ?? 0] ?? 0
        if (before !== group) readers[before]?.push(group)
      }
    }
  }
  return readers
}

const NOWHERE = -1

/** What feeds each node, one list behind the other; that of node `n` begins at `first[n]`. */
interface Sources {
  readonly first: Int32Array
  readonly list: Int32Array
}

/** Nodes are numbered in the order of their ids, so that numbers decide as ids would. */
function sourcesOf(count: number, ends: Int32Array): Sources {
  const first = new Int32Array(count + 1)
  for (let end = 0; end < ends.length; end += 2) {
    const [from = NOWHERE, to = NOWHERE] = [ends[end], ends[end + 1]]
    if (from !== NOWHERE && to !== NOWHERE) first[to + 1] = (first[to + 1] ?? 0) + 1
  }
  for (let node = 0; node < count; node++) {
    first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0)
  }
  const list = new Int32Array(first[count] ?? 0)
  const next = first.slice()
  for (let end = 0; end < ends.length; end += 2) {
    const [from = NOWHERE, to = NOWHERE] = [ends[end], ends[end + 1]]
    if (from === NOWHERE || to === NOWHERE) continue
    const at = next[to] ?? 0
    list[at] = from
    next[to] = at + 1
  }
  for (let node = 0; node < count; node++) {
    const [begin = 0, end = 0] = [first[node], first[node + 1]]
    if (end - begin > 1) list.subarray(begin, end).sort()
  }
  return { first, list }
}

interface Components {
  /** Sources first. Inside a group, nodes stand in depth-first finishing order. */
  readonly groups: readonly (readonly number[])[]
  /** Of a node in the order of all groups. */
  readonly place: Int32Array
}

/** Strongly connected components. */
function components({ first, list }: Sources): Components {
  const count = first.length - 1
  const index = new Int32Array(count).fill(NOWHERE)
  const low = new Int32Array(count)
  const isOpen = new Uint8Array(count)
  const finishedAt = new Int32Array(count)
  /** Where the look at a node's sources has come to. */
  const next = first.slice()
  const place = new Int32Array(count)
  const groups: number[][] = []
  const open: number[] = []
  const stack: number[] = []
  let entered = 0
  let finished = 0
  let placed = 0

  for (let root = 0; root < count; root++) {
    if (index[root] !== NOWHERE) continue
    enter(root)
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const at = next[node] ?? 0
      if (at < (first[node + 1] ?? 0)) {
        next[node] = at + 1
        const source = list[at] ?? 0
        if (index[source] === NOWHERE) enter(source)
        else if (isOpen[source] === 1) lower(node, index[source])
        continue
      }
      stack.pop()
      leave(node)
      const reader = stack.at(-1)
      if (reader !== undefined) lower(reader, low[node])
    }
  }
  return { groups, place }

  function enter(node: number): void {
    index[node] = entered
    low[node] = entered
    entered += 1
    open.push(node)
    isOpen[node] = 1
    stack.push(node)
  }

  function lower(node: number, to = Number.POSITIVE_INFINITY): void {
    low[node] = Math.min(low[node] ?? 0, to)
  }

  function leave(node: number): void {
    finishedAt[node] = finished
    finished += 1
    if (low[node] !== index[node]) return
    const group: number[] = []
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      group.push(member)
      isOpen[member] = 0
      if (member === node) break
    }
    if (group.length > 1) group.sort((a, b) => (finishedAt[a] ?? 0) - (finishedAt[b] ?? 0))
    for (const member of group) place[member] = placed++
    groups.push(group)
  }
}
