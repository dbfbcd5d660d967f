import { err, fail, ok, type Result } from '../kit'
import { applyTransaction } from './apply-transaction'
import { makeGroup } from './group-rules'
import { insideOf } from './group-tree'
import type { NodeCatalog } from './node-spec'
import type { Graph, Project } from './project'
import { saveGroup, type SavedNode } from './save-group'

/** What a plugin could be made of. */
export interface GroupToMake {
  readonly name: string
  /** With every parameter inside as one of its own. */
  readonly saved: SavedNode
  /** Ids of those that the group shows already. */
  readonly shown: ReadonlySet<string>
}

/** More than anybody scrolls through. */
const MOST_PARAMS = 200

/**
 * A group, or what else is selected as if it were one, as the node of a plugin. The project stays as it is. Every
 * parameter of what lies inside is there to be shown.
 */
export function groupToMake(
  project: Project,
  catalog: NodeCatalog,
  ids: readonly string[],
  scope: string | undefined,
): Result<GroupToMake> {
  const [only] = ids
  const known = ids.length === 1 && only !== undefined ? project.graph.groups[only] : undefined
  const made = known === undefined ? grouped(project, catalog, ids, scope) : ok(project.graph)
  if (!made.ok) return made
  const id = known?.id ?? MADE
  const group = made.value.groups[id]
  if (group === undefined) return err(fail('group-not-saved', 'Nothing is selected.'))
  const all = withAllKnobs(made.value, catalog, id)
  const saved = saveGroup(all, catalog, id, group.label)
  if (!saved.ok) return saved
  const shown = new Set(group.knobs.map(knob => knob.id))
  for (const [param, { kind }] of Object.entries(saved.value.spec.params)) {
    // A sound inside is never a part of a plugin.
    if (kind === 'file') shown.add(param)
  }
  return ok({ name: group.label, saved: saved.value, shown })
}

const MADE = 'to-make'

function grouped(
  project: Project,
  catalog: NodeCatalog,
  ids: readonly string[],
  scope: string | undefined,
): Result<Graph> {
  const edits = makeGroup(project.graph, catalog, ids, { id: MADE, label: 'My plugin', scope })
  const applied = applyTransaction(project, { edits }, catalog)
  return applied.ok ? ok(applied.value.project.graph) : applied
}

function withAllKnobs(graph: Graph, catalog: NodeCatalog, id: string): Graph {
  const group = graph.groups[id]
  if (group === undefined) return graph
  const inside = insideOf(graph, [id]).nodes
  const knobs = [...group.knobs]
  const taken = new Set(knobs.map(knob => knob.id))
  for (const node of Object.values(graph.nodes).filter(each => inside.has(each.id))) {
    const definition = catalog.get(node.type)
    for (const [param, spec] of Object.entries(definition?.params ?? {})) {
      const isThere = knobs.some(knob => knob.node === node.id && knob.param === param)
      if (isThere || spec.kind === 'file' || knobs.length >= MOST_PARAMS) continue
      let name = param
      for (let count = 2; taken.has(name); count++) name = `${param}-${count}`
      taken.add(name)
      const of = node.label ?? definition?.label ?? ''
      const label = (of === spec.label ? of : `${of} ${spec.label}`).trim().slice(0, 60)
      knobs.push({ id: name, label, node: node.id, param })
    }
  }
  return { ...graph, groups: { ...graph.groups, [id]: { ...group, knobs } } }
}
