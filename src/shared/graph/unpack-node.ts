import type { Edit } from './edits'
import { expandNodes, partsOf } from './expand-nodes'
import { groupsAround } from './group-tree'
import { MAX_KNOBS, type Group } from './groups'
import type { NodeId } from './ids'
import type { NodeCatalog } from './node-spec'
import type { Cable, Project } from './project'

/**
 * The edits that make a group again of a node that was saved from one, with all its cables, values and clips. The group
 * has the node’s place, its name and its flags; what lies inside has ids of its own.
 */
export function unpackNode(
  project: Project,
  catalog: NodeCatalog,
  id: NodeId,
  newId: () => string,
): Edit[] {
  const node = project.graph.nodes[id]
  const parts = node && partsOf(node, catalog)
  if (node === undefined || parts === undefined) return []
  const { definition, dsp, prefix } = parts
  const names = new Map<string, string>([
    [id, newId()],
    ...[...parts.nodes, ...parts.groups]
      .filter(part => part.id !== id)
      .map(part => [part.id, newId()] as const),
  ])
  const name = (old: string) => names.get(old) ?? old
  const only = new Map([[definition.type, definition]])
  const alone = { ...project, graph: { ...project.graph, nodes: { [id]: node } } }
  const expanded = expandNodes(alone, only)
  const made: Cable[] = Object.values(expanded.graph.cables)
    .filter(({ from, to }) => from.node.startsWith(prefix) || to.node.startsWith(prefix))
    .map(cable => ({
      ...cable,
      id: newId(),
      from: { node: name(cable.from.node), port: cable.from.port },
      to: { node: name(cable.to.node), port: cable.to.port },
    }))
  const clips = Object.values(expanded.clips).filter(clip => clip.node.startsWith(prefix))
  const shown = <Named extends { node: string }>(list: readonly Named[]): Named[] =>
    list.map(named => ({ ...named, node: name(named.node) }))
  const knobs = Object.entries(dsp.params).map(([knob, target]) => ({
    id: knob,
    label: definition.params[knob]?.label ?? knob,
    node: `${prefix}${target.node}`,
    param: target.param,
  }))
  return [
    { kind: 'remove-nodes', nodes: [id] },
    ...parentsFirst(parts.groups).map((group): Edit => {
      const isOuter = group.id === id
      const labelled = (ports: typeof group.ports.inputs, side: 'inputs' | 'outputs') =>
        isOuter
          ? ports.map(port => ({ ...port, label: definition[side][port.id]?.label ?? port.label }))
          : ports
      return {
        kind: 'add-group',
        group: {
          ...group,
          id: name(group.id),
          label: isOuter ? (node.label ?? definition.label) : group.label,
          ...(group.group !== undefined && { group: name(group.group) }),
          ...(isOuter && node.color !== undefined && { color: node.color }),
          ports: {
            inputs: shown(labelled(group.ports.inputs, 'inputs')),
            outputs: shown(labelled(group.ports.outputs, 'outputs')),
          },
          knobs: shown(isOuter ? knobs : group.knobs).slice(0, MAX_KNOBS),
        },
      }
    }),
    ...parts.nodes.map((inner): Edit => ({
      kind: 'add-node',
      node: {
        ...inner,
        id: name(inner.id),
        ...(inner.group !== undefined && { group: name(inner.group) }),
      },
    })),
    ...Object.values(dsp.notes).map((note): Edit => ({
      kind: 'add-note',
      note: {
        ...note,
        id: newId(),
        group: name(note.group === undefined ? id : `${prefix}${note.group}`),
      },
    })),
    ...made.map((cable): Edit => ({ kind: 'connect', cable })),
    ...clips.map((clip): Edit => ({ kind: 'add-clip', clip: { ...clip, node: name(clip.node) } })),
  ]
}

function parentsFirst(groups: readonly Group[]): Group[] {
  const all = { groups: Object.fromEntries(groups.map(group => [group.id, group])) }
  return groups.toSorted((a, b) => groupsAround(all, a).length - groupsAround(all, b).length)
}
