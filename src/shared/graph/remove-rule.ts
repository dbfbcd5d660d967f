import { applyTransaction } from './apply-transaction'
import { canConnect, isModulation } from './connect'
import type { Edit } from './edits'
import { withInside } from './group-rules'
import { throughGroup } from './heard-cables'
import type { CableId } from './ids'
import { removeWithWireThrough } from './node-edits'
import type { NodeCatalog } from './node-spec'
import type { Group } from './groups'
import type { Graph, Project } from './project'

/** Removes nodes, comments, and groups with all that lies in them. */
export function removeItems(graph: Graph, ids: Iterable<string>): Edit[] {
  const { nodes, groups, notes } = withInside(graph, ids)
  return [
    ...(nodes.size === 0 ? [] : [{ kind: 'remove-nodes' as const, nodes: [...nodes] }]),
    ...(groups.size === 0 ? [] : [{ kind: 'remove-groups' as const, groups: [...groups] }]),
    ...(notes.size === 0 ? [] : [{ kind: 'remove-notes' as const, notes: [...notes] }]),
  ]
}

/**
 * The same, one after another; what fed a removed node or group then feeds what it fed, where the kinds fit, so that a
 * chain of several closes over all of them.
 */
export function removeThrough(
  project: Project,
  catalog: NodeCatalog,
  ids: Iterable<string>,
  newId: () => CableId,
): Edit[] {
  let now = project
  const all: Edit[] = []
  for (const id of ids) {
    const { graph } = now
    const group = graph.groups[id]
    const edits =
      group !== undefined
        ? [...past(graph, catalog, group, newId), ...removeItems(graph, [id])]
        : id in graph.nodes
          ? removeWithWireThrough(graph, catalog, id, newId)
          : removeItems(graph, [id])
    if (edits.length === 0) continue
    const applied = applyTransaction(now, { edits }, catalog)
    if (!applied.ok) return removeItems(project.graph, ids)
    now = applied.value.project
    all.push(...edits)
  }
  return all
}

function past(graph: Graph, catalog: NodeCatalog, group: Group, newId: () => CableId): Edit[] {
  const through = throughGroup(graph, catalog, group)
  if (through === undefined) return []
  const { nodes } = withInside(graph, [group.id])
  const cables = Object.values(graph.cables)
  const feeding = cables.filter(
    cable =>
      cable.to.node === through.input.node &&
      cable.to.port === through.input.port &&
      !isModulation(cable) &&
      !nodes.has(cable.from.node),
  )
  const fed = cables.filter(
    ({ from, to }) =>
      from.node === through.output.node && from.port === through.output.port && !nodes.has(to.node),
  )
  return feeding.flatMap(({ from }) =>
    fed.flatMap(({ to, depth }): Edit[] => {
      if (!canConnect(graph, catalog, from, to, depth).ok) return []
      const ends = { from: { ...from }, to: { ...to } }
      const cable = { id: newId(), ...ends, ...(depth !== undefined && { depth }) }
      return [{ kind: 'connect', cable }]
    }),
  )
}
