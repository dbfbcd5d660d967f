import { err, fail, ok, type Failure, type Result } from '../kit'
import type { EditOf } from './edits'
import type { NodeCatalog } from './node-spec'
import { paramProblem } from './params'
import type { Project } from './project'

export function setPerformer(
  project: Project,
  { controls }: EditOf<'set-performer'>,
  catalog: NodeCatalog,
): Result<void> {
  for (const { node, param } of controls) {
    const problem = paramUnknown(project, catalog, node, param)
    if (problem !== undefined) return err(problem)
  }
  project.performer.controls = structuredClone(controls)
  return ok()
}

export function addSnapshot(
  project: Project,
  { snapshot }: EditOf<'add-snapshot'>,
  catalog: NodeCatalog,
): Result<void> {
  if (snapshot.id in project.snapshots) {
    return err(fail('edit-invalid', `There is a snapshot “${snapshot.id}” already.`))
  }
  if (snapshot.node !== undefined && !(snapshot.node in project.graph.nodes)) {
    return err(fail('node-unknown', `There is no node “${snapshot.node}”.`))
  }
  const problem = valuesProblem(project, catalog, snapshot.values)
  if (problem !== undefined) return err(problem)
  project.snapshots[snapshot.id] = structuredClone(snapshot)
  return ok()
}

export function setSnapshot(
  project: Project,
  { snapshot: id, change }: EditOf<'set-snapshot'>,
  catalog: NodeCatalog,
): Result<void> {
  const snapshot = project.snapshots[id]
  if (snapshot === undefined) return snapshotUnknown(id)
  if (change.name !== undefined) snapshot.name = change.name
  if (change.values === undefined) return ok()
  const problem = valuesProblem(project, catalog, change.values)
  if (problem !== undefined) return err(problem)
  snapshot.values = structuredClone(change.values)
  return ok()
}

export function removeSnapshots(
  { snapshots }: Project,
  edit: EditOf<'remove-snapshots'>,
): Result<void> {
  for (const id of new Set(edit.snapshots)) {
    if (!(id in snapshots)) return snapshotUnknown(id)
    delete snapshots[id]
  }
  return ok()
}

export function setMidi(
  project: Project,
  { mappings, remove }: EditOf<'set-midi'>,
  catalog: NodeCatalog,
): Result<void> {
  const { midi } = project.graph
  for (const id of new Set(remove)) {
    if (!(id in midi)) return err(fail('edit-invalid', `There is no MIDI mapping “${id}”.`))
    delete midi[id]
  }
  for (const mapping of mappings) {
    const problem = paramUnknown(project, catalog, mapping.node, mapping.param)
    if (problem !== undefined) return err(problem)
    midi[mapping.id] = { ...mapping }
  }
  return ok()
}

function valuesProblem(
  project: Project,
  catalog: NodeCatalog,
  values: Project['snapshots'][string]['values'],
): Failure | undefined {
  for (const [id, params] of Object.entries(values)) {
    for (const [param, value] of Object.entries(params)) {
      const unknown = paramUnknown(project, catalog, id, param)
      if (unknown !== undefined) return unknown
      const spec = catalog.get(project.graph.nodes[id]?.type ?? '')?.params[param]
      const problem = spec && paramProblem(spec, value)
      if (problem !== undefined) return fail('parameter-out-of-range', problem)
    }
    if (!(id in project.graph.nodes)) return fail('node-unknown', `There is no node “${id}”.`)
  }
  return undefined
}

/** Of a placeholder nobody knows the parameters. */
function paramUnknown(
  { graph }: Project,
  catalog: NodeCatalog,
  id: string,
  param: string,
): Failure | undefined {
  const node = graph.nodes[id]
  if (node === undefined) return fail('node-unknown', `There is no node “${id}”.`)
  const definition = catalog.get(node.type)
  if (definition === undefined || param in definition.params) return undefined
  return fail('parameter-unknown', `${definition.label} has no parameter “${param}”.`)
}

function snapshotUnknown(id: string): Result<never> {
  return err(fail('snapshot-unknown', `There is no snapshot “${id}”.`))
}
