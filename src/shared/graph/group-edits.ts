import { err, fail, ok, type Result } from '../kit'
import type { EditOf, NodePatch } from './edits'
import { groupOf } from './group-tree'
import type { Comment, Group } from './groups'
import type { Graph, Node, Project } from './project'

/** Nodes, groups and comments lie on one canvas, so no two of them have one id. */
export function idProblem({ nodes, groups, notes }: Graph, id: string): Result<void> {
  const taken = id in nodes ? 'node' : id in groups ? 'group' : id in notes ? 'comment' : undefined
  return taken === undefined
    ? ok()
    : err(fail('edit-invalid', `There is a ${taken} “${id}” already.`))
}

export function moveItems({ graph }: Project, edit: EditOf<'move-nodes'>): Result<void> {
  for (const [id, position] of Object.entries(edit.positions)) {
    const item = graph.nodes[id] ?? graph.groups[id] ?? graph.notes[id]
    if (item === undefined) return err(fail('node-unknown', `There is no node “${id}”.`))
    item.position = { ...position }
  }
  return ok()
}

export function setBypassed({ graph }: Project, edit: EditOf<'set-bypassed'>): Result<void> {
  for (const id of edit.nodes) {
    const item = graph.nodes[id] ?? graph.groups[id]
    if (item === undefined) return err(fail('node-unknown', `There is no node “${id}”.`))
    setFlag(item, 'bypassed', edit.bypassed)
  }
  return ok()
}

export function setNodes({ graph }: Project, { nodes }: EditOf<'set-nodes'>): Result<void> {
  for (const [id, change] of Object.entries(nodes)) {
    const node = graph.nodes[id]
    if (node === undefined) return err(fail('node-unknown', `There is no node “${id}”.`))
    const placed = setPlace(graph, node, change.group)
    if (!placed.ok) return placed
    setLook(node, change)
  }
  return ok()
}

function setLook(node: Node, { label, color, preset, ...flags }: NodePatch): void {
  if (label === '') delete node.label
  else if (label !== undefined) node.label = label
  if (preset === '') delete node.preset
  else if (preset !== undefined) node.preset = { ...preset }
  setColor(node, color)
  setFlag(node, 'collapsed', flags.collapsed)
  setFlag(node, 'muted', flags.muted)
  setFlag(node, 'soloed', flags.soloed)
}

export function addGroup({ graph }: Project, { group }: EditOf<'add-group'>): Result<void> {
  const free = idProblem(graph, group.id)
  if (!free.ok) return free
  const known = groupKnown(graph, group.group)
  if (!known.ok) return known
  graph.groups[group.id] = structuredClone(group)
  return ok()
}

/** What lies in them moves up to the group around. */
export function removeGroups({ graph }: Project, edit: EditOf<'remove-groups'>): Result<void> {
  const gone = new Set(edit.groups)
  for (const id of gone) if (!(id in graph.groups)) return groupUnknown(id)
  const up = new Map([...gone].map(id => [id, remaining(graph, id, gone)]))
  const { nodes, groups, notes } = graph
  const items = [...Object.values(nodes), ...Object.values(groups), ...Object.values(notes)]
  for (const item of items) {
    if (item.group === undefined || !gone.has(item.group)) continue
    const to = up.get(item.group)
    if (to === undefined) delete item.group
    else item.group = to
  }
  for (const id of gone) delete graph.groups[id]
  return ok()
}

/** The nearest group around one that stays. */
function remaining(graph: Graph, id: string, gone: ReadonlySet<string>): string | undefined {
  const seen = new Set<string>()
  let at: string | undefined = id
  while (at !== undefined && gone.has(at) && !seen.has(at)) {
    seen.add(at)
    at = groupOf(graph, graph.groups[at] ?? {})
  }
  return at !== undefined && gone.has(at) ? undefined : at
}

export function setGroup({ graph }: Project, edit: EditOf<'set-group'>): Result<void> {
  const group = graph.groups[edit.group]
  if (group === undefined) return groupUnknown(edit.group)
  const { label, position, ports, knobs, ...change } = edit.change
  const placed = setPlace(graph, group, change.group)
  if (!placed.ok) return placed
  if (label !== undefined) group.label = label
  if (position !== undefined) group.position = { ...position }
  if (ports !== undefined) group.ports = structuredClone(ports)
  if (knobs !== undefined) group.knobs = structuredClone(knobs)
  setColor(group, change.color)
  setFlag(group, 'collapsed', change.collapsed)
  setFlag(group, 'bypassed', change.bypassed)
  setFlag(group, 'muted', change.muted)
  setFlag(group, 'soloed', change.soloed)
  return ok()
}

export function addNote({ graph }: Project, { note }: EditOf<'add-note'>): Result<void> {
  const free = idProblem(graph, note.id)
  if (!free.ok) return free
  const known = groupKnown(graph, note.group)
  if (!known.ok) return known
  graph.notes[note.id] = structuredClone(note)
  return ok()
}

export function setNote(
  { graph }: Project,
  { note: id, change }: EditOf<'set-note'>,
): Result<void> {
  const note = graph.notes[id]
  if (note === undefined) return noteUnknown(id)
  const placed = setPlace(graph, note, change.group)
  if (!placed.ok) return placed
  if (change.position !== undefined) note.position = { ...change.position }
  if (change.size !== undefined) note.size = { ...change.size }
  if (change.text !== undefined) note.text = change.text
  setColor(note, change.color)
  return ok()
}

export function removeNotes({ graph }: Project, { notes }: EditOf<'remove-notes'>): Result<void> {
  for (const id of new Set(notes)) {
    if (!(id in graph.notes)) return noteUnknown(id)
    delete graph.notes[id]
  }
  return ok()
}

/** Into a group, or out of all of them where the name is empty. */
function setPlace(
  graph: Graph,
  item: Node | Group | Comment,
  group: string | undefined,
): Result<void> {
  if (group === undefined) return ok()
  if (group === '') delete item.group
  else {
    const known = groupKnown(graph, group)
    if (!known.ok) return known
    item.group = group
  }
  return ok()
}

export function groupKnown({ groups }: Graph, group: string | undefined): Result<void> {
  return group === undefined || group in groups ? ok() : groupUnknown(group)
}

function setColor(item: Pick<Node, 'color'>, color: NodePatch['color']): void {
  if (color === '') delete item.color
  else if (color !== undefined) item.color = color
}

function setFlag<Flag extends string>(
  item: Partial<Record<Flag, boolean | undefined>>,
  flag: Flag,
  on: boolean | undefined,
): void {
  if (on === true) item[flag] = true
  else if (on === false) delete item[flag]
}

function groupUnknown(id: string): Result<never> {
  return err(fail('group-unknown', `There is no group “${id}”.`))
}

function noteUnknown(id: string): Result<never> {
  return err(fail('comment-unknown', `There is no comment “${id}”.`))
}
