import { apply, create } from 'mutative'
import { err, fail, ok, unreachable, type Failure, type Result } from '../kit'
import { addClip, moveClips, removeClips, setClip, setNotes } from './clip-edits'
import { canConnect, isModulation } from './connect'
import type { Edit, EditOf, ProjectPatch, Transaction } from './edits'
import {
  addGroup,
  addNote,
  groupKnown,
  idProblem,
  moveItems,
  removeGroups,
  removeNotes,
  setBypassed,
  setGroup,
  setNodes,
  setNote,
} from './group-edits'
import { MAX_COMMENTS, MAX_GROUPS } from './groups'
import type { NodeCatalog } from './node-spec'
import { paramProblem } from './params'
import { MAX_NODES, tooManyNodes } from './parse-project'
import { addSnapshot, removeSnapshots, setMidi, setPerformer, setSnapshot } from './performer-edits'
import { MAX_MIDI_MAPPINGS, MAX_SNAPSHOTS } from './performer'
import type { Node, Project } from './project'
import { replaceNode } from './replace-node'
import { setPlugin } from './set-plugin'
import { hasSounds, setResult } from './result-edits'
import { forgetNodes, tidyGroups } from './tidy-groups'

export interface Applied {
  readonly project: Project
  readonly patches: readonly ProjectPatch[]
  /** Applied to the new project they give the old one back, to the byte. */
  readonly inverse: readonly ProjectPatch[]
}

/** All edits of a transaction, or none: the first that does not fit refuses it. The old project stays as it was. */
export function applyTransaction(
  project: Project,
  transaction: Pick<Transaction, 'edits'>,
  catalog: NodeCatalog,
): Result<Applied> {
  let refused: Failure | undefined
  const [next, patches, inverse] = create(
    project,
    draft => {
      for (const edit of transaction.edits) {
        const result = applyEdit(draft, edit, catalog)
        if (result.ok) continue
        refused = result.error
        return
      }
      refused = sizeProblem(draft, transaction) ?? tidyGroups(draft, transaction.edits)
    },
    { enablePatches: true },
  )
  if (refused !== undefined) return err(refused)
  return ok({ project: next, patches: plain(patches), inverse: plain(inverse) })
}

/** What would be saved has to be opened again. */
function sizeProblem(
  { graph, snapshots }: Project,
  { edits }: Pick<Transaction, 'edits'>,
): Failure | undefined {
  const kinds = new Set(edits.map(({ kind }) => kind))
  if (kinds.has('add-node')) {
    const count = Object.keys(graph.nodes).length
    if (count > MAX_NODES) return tooManyNodes(count)
  }
  if (kinds.has('add-group')) return tooMany('groups', graph.groups, MAX_GROUPS)
  if (kinds.has('add-note')) return tooMany('comments', graph.notes, MAX_COMMENTS)
  if (kinds.has('add-snapshot')) return tooMany('snapshots', snapshots, MAX_SNAPSHOTS)
  if (kinds.has('set-midi')) return tooMany('MIDI mappings', graph.midi, MAX_MIDI_MAPPINGS)
  return undefined
}

function tooMany(what: string, items: object, most: number): Failure | undefined {
  return Object.keys(items).length > most
    ? fail('edit-invalid', `A project has at most ${most} ${what}.`)
    : undefined
}

/** The project after patches that came from `applyTransaction`, forwards or inverse. */
export function applyPatches(project: Project, patches: readonly ProjectPatch[]): Project {
  return apply(
    project,
    patches.map(patch => ({ ...patch, path: [...patch.path] })),
  )
}

/** Patches outlive the project that they were made from, so they share nothing with it. */
function plain(patches: readonly { op: ProjectPatch['op']; path: unknown; value?: unknown }[]) {
  return patches.map(({ op, path, value }): ProjectPatch => {
    const steps = Array.isArray(path)
      ? path.map(step => (typeof step === 'number' ? step : String(step)))
      : []
    return op === 'remove' ? { op, path: steps } : { op, path: steps, value }
  })
}

function applyEdit(project: Project, edit: Edit, catalog: NodeCatalog): Result<void> {
  switch (edit.kind) {
    case 'add-node':
      return addNode(project, edit)
    case 'remove-nodes':
      return removeNodes(project, edit)
    case 'move-nodes':
      return moveItems(project, edit)
    case 'rename-node':
      return setNodes(project, {
        kind: 'set-nodes',
        nodes: { [edit.node]: { label: edit.label } },
      })
    case 'set-param':
      return setParam(project, edit, catalog)
    case 'set-automation':
      return setAutomation(project, edit, catalog)
    case 'set-bypassed':
      return setBypassed(project, edit)
    case 'set-nodes':
      return setNodes(project, edit)
    case 'replace-node':
      return replaceNode(project, edit, catalog)
    case 'set-plugin':
      return setPlugin(project, edit, catalog)
    case 'add-group':
      return addGroup(project, edit)
    case 'remove-groups':
      return removeGroups(project, edit)
    case 'set-group':
      return setGroup(project, edit)
    case 'add-note':
      return addNote(project, edit)
    case 'set-note':
      return setNote(project, edit)
    case 'remove-notes':
      return removeNotes(project, edit)
    case 'set-performer':
      return setPerformer(project, edit, catalog)
    case 'add-snapshot':
      return addSnapshot(project, edit, catalog)
    case 'set-snapshot':
      return setSnapshot(project, edit, catalog)
    case 'remove-snapshots':
      return removeSnapshots(project, edit)
    case 'set-midi':
      return setMidi(project, edit, catalog)
    case 'connect': {
      const { id, from, to, depth } = edit.cable
      if (id in project.graph.cables) {
        return err(fail('edit-invalid', `There is a cable “${id}” already.`))
      }
      const fits = canConnect(project.graph, catalog, from, to, depth)
      if (fits.ok) project.graph.cables[id] = structuredClone(edit.cable)
      return fits
    }
    case 'set-depth':
      return setDepth(project, edit)
    case 'disconnect':
      for (const cable of edit.cables) delete project.graph.cables[cable]
      return ok()
    case 'add-clip':
      return addClip(project, edit, catalog)
    case 'remove-clips':
      return removeClips(project, edit)
    case 'move-clips':
      return moveClips(project, edit, catalog)
    case 'set-clip':
      return setClip(project, edit, catalog)
    case 'set-notes':
      return setNotes(project, edit)
    case 'add-asset':
      project.assets[edit.asset.sha256] ??= { ...edit.asset }
      return ok()
    case 'set-transport':
      return setTransport(project, edit)
    case 'set-result':
      return setResult(project, edit, catalog)
    case 'set-title':
      project.title = edit.title
      return ok()
    default:
      return unreachable(edit)
  }
}

function addNode({ graph, assets }: Project, { node }: EditOf<'add-node'>): Result<void> {
  const free = idProblem(graph, node.id)
  if (!free.ok) return free
  const known = groupKnown(graph, node.group)
  if (!known.ok) return known
  const { result, ...rest } = structured(node)
  // Pasted from elsewhere, without its sounds: it is made anew.
  const isKept = result !== undefined && hasSounds(result, assets)
  graph.nodes[node.id] = { ...rest, ...(isKept && { result }) }
  return ok()
}

function removeNodes(project: Project, edit: EditOf<'remove-nodes'>): Result<void> {
  const { graph, clips } = project
  const gone = new Set(edit.nodes)
  for (const id of gone) {
    if (!(id in graph.nodes)) return err(fail('node-unknown', `There is no node “${id}”.`))
    delete graph.nodes[id]
  }
  for (const cable of Object.values(graph.cables)) {
    if (gone.has(cable.from.node) || gone.has(cable.to.node)) delete graph.cables[cable.id]
  }
  for (const [id, clip] of Object.entries(clips)) if (gone.has(clip.node)) delete clips[id]
  forgetNodes(project, gone)
  return ok()
}

function setParam(project: Project, edit: EditOf<'set-param'>, catalog: NodeCatalog): Result<void> {
  const node = project.graph.nodes[edit.node]
  if (node === undefined) return err(fail('node-unknown', `There is no node “${edit.node}”.`))
  const spec = catalog.get(node.type)?.params[edit.param]
  if (spec === undefined) {
    return err(fail('parameter-unknown', `${node.type} has no parameter “${edit.param}”.`))
  }
  const problem = paramProblem(spec, edit.value)
  if (problem !== undefined) return err(fail('parameter-out-of-range', problem))
  if (
    spec.kind === 'file' &&
    edit.value !== '' &&
    !Object.hasOwn(project.assets, edit.value.toString())
  ) {
    return err(fail('edit-invalid', 'The sound is not part of the project.'))
  }
  if (edit.value === spec.default) delete node.params[edit.param]
  else node.params[edit.param] = edit.value
  return ok()
}

function setAutomation(
  project: Project,
  edit: EditOf<'set-automation'>,
  catalog: NodeCatalog,
): Result<void> {
  const node = project.graph.nodes[edit.node]
  if (node === undefined) return err(fail('node-unknown', `There is no node “${edit.node}”.`))
  const spec = catalog.get(node.type)?.params[edit.param]
  if (spec?.kind !== 'number') {
    return err(fail('parameter-unknown', `“${edit.param}” is no parameter that can be automated.`))
  }
  const { points } = edit
  if (points.some((point, index) => index > 0 && point.time < (points[index - 1]?.time ?? 0))) {
    return err(fail('edit-invalid', 'Automation points must stand in order of time.'))
  }
  if (points.some(point => paramProblem(spec, point.value) !== undefined)) {
    return err(fail('parameter-out-of-range', paramProblem(spec, Number.NaN) ?? ''))
  }
  const lanes = { ...node.automation }
  if (points.length === 0) delete lanes[edit.param]
  else lanes[edit.param] = points.map(point => ({ ...point }))
  if (Object.keys(lanes).length === 0) delete node.automation
  else node.automation = lanes
  return ok()
}

function setTransport({ transport }: Project, edit: EditOf<'set-transport'>): Result<void> {
  const given = Object.entries(edit.transport).filter(([, value]) => value !== undefined)
  Object.assign(transport, structuredClone(Object.fromEntries(given)))
  return ok()
}

function setDepth({ graph }: Project, edit: EditOf<'set-depth'>): Result<void> {
  const cable = graph.cables[edit.cable]
  if (cable === undefined || !isModulation(cable)) {
    return err(fail('edit-invalid', `“${edit.cable}” is no cable that turns a parameter.`))
  }
  cable.depth = edit.depth
  return ok()
}

/** A deep copy of plain data, so that the document never shares objects with whoever sent the edit. */
function structured(node: Node): Node {
  return {
    ...node,
    position: { ...node.position },
    params: { ...node.params },
    ...(node.preset && { preset: { ...node.preset } }),
    ...(node.data && { data: structuredClone(node.data) }),
    ...(node.result && { result: structuredClone(node.result) }),
    ...(node.automation && {
      automation: Object.fromEntries(
        Object.entries(node.automation).map(([param, points]) => [
          param,
          points.map(point => ({ ...point })),
        ]),
      ),
    }),
  }
}
