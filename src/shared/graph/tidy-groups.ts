import { fail, type Failure } from '../kit'
import type { Edit } from './edits'
import { liesIn, groupTreeProblem } from './group-tree'
import type { Group, GroupPort } from './groups'
import type { Graph, Project } from './project'

/**
 * At the end of a transaction that could have changed what lies where: groups lie in one another as they may, what
 * they were told to show lies inside, and what went elsewhere is shown no more.
 */
export function tidyGroups({ graph }: Project, edits: readonly Edit[]): Failure | undefined {
  if (!edits.some(movesThings)) return undefined
  const problem = groupTreeProblem(graph.groups)
  if (problem !== undefined) return fail('group-refused', problem.why)
  const named = new Set(edits.flatMap(shownBy))
  for (const group of Object.values(graph.groups)) {
    const outside = drop(graph, group)
    if (outside !== undefined && named.has(group.id)) {
      return fail('group-refused', `“${outside}” does not lie in the group.`)
    }
  }
  return undefined
}

/** Nodes that are gone are named by nothing any more. */
export function forgetNodes(project: Project, gone: ReadonlySet<string>): void {
  const { graph, performer, snapshots } = project
  const { controls } = performer
  if (controls.some(({ node }) => gone.has(node))) {
    performer.controls = controls.filter(({ node }) => !gone.has(node))
  }
  for (const [id, { node }] of Object.entries(graph.midi)) if (gone.has(node)) delete graph.midi[id]
  for (const [id, { node, values }] of Object.entries(snapshots)) {
    if (node !== undefined && gone.has(node)) delete snapshots[id]
    else for (const named of Object.keys(values)) if (gone.has(named)) delete values[named]
  }
}

/** Takes away what names something outside; returns the first of them. */
function drop(graph: Graph, group: Group): string | undefined {
  const { ports, knobs } = group
  const all = [...ports.inputs, ...ports.outputs, ...knobs]
  const outside = all.find(({ node }) => !isInside(graph, node, group.id))
  if (outside === undefined) return undefined
  const inside = (list: readonly GroupPort[]) =>
    list.filter(({ node }) => isInside(graph, node, group.id))
  group.ports = { inputs: inside(ports.inputs), outputs: inside(ports.outputs) }
  group.knobs = knobs.filter(({ node }) => isInside(graph, node, group.id))
  return outside.node
}

function isInside(graph: Graph, id: string, group: string): boolean {
  const node = graph.nodes[id]
  return node !== undefined && liesIn(graph, node, group)
}

function movesThings(edit: Edit): boolean {
  if (edit.kind === 'set-group') {
    const { group, ports, knobs } = edit.change
    return group !== undefined || ports !== undefined || knobs !== undefined
  }
  if (edit.kind === 'set-nodes') {
    return Object.values(edit.nodes).some(({ group }) => group !== undefined)
  }
  return ['add-group', 'remove-groups', 'remove-nodes'].includes(edit.kind)
}

/** The groups whose ports or knobs an edit names. */
function shownBy(edit: Edit): string[] {
  if (edit.kind === 'add-group') return [edit.group.id]
  if (edit.kind !== 'set-group') return []
  const { ports, knobs } = edit.change
  return ports === undefined && knobs === undefined ? [] : [edit.group]
}
