import {
  childrenOf,
  groupToMake,
  makeGroup,
  NEW_PORT,
  realEnd,
  replaceByNode,
  saveGroup,
  toggleKnob,
  togglePort,
  unpackGroups,
  unpackNode,
  type CableEnd,
  type Edit,
  type Group,
  type GroupPatch,
} from '#shared/graph'
import { attempt, newId } from '../../kit'
import {
  catalog,
  client,
  dispatch,
  graphNow,
  openCode,
  openGroup,
  projectNow,
  refreshCatalog,
  scopeIn,
  select,
  selectedNodes,
  toast,
  toastFailure,
  useCatalog,
  useProjectStore,
} from '../../state'

/** Puts what is selected into a new group, which is selected then. */
export function groupSelection(): void {
  const graph = graphNow()
  const id = newId()
  const count = Object.keys(graph.groups).length + 1
  const edits = makeGroup(graph, catalog(), selectedNodes(), {
    id,
    label: `Group ${count}`,
    scope: scopeIn(graph),
  })
  if (dispatch('Group', edits)) select([id])
}

/** Unpacks what of the selection is a group, or a node that was saved from one; what comes out is selected. */
export function unpackSelection(): void {
  const chosen = selectedNodes()
  const { groups, nodes } = graphNow()
  const boxes = chosen.filter(id => id in groups)
  const inside = boxes.flatMap(id => childrenOf(graphNow(), id).map(child => child.id))
  const saved = chosen.filter(id => isSaved(nodes[id]?.type))
  const edits: Edit[] = [...unpackGroups(graphNow(), boxes)]
  const made: string[] = []
  for (const id of saved) {
    const unpacked = unpackNode(projectNow(), catalog(), id, newId)
    for (const edit of unpacked.slice(0, 2)) if (edit.kind === 'add-group') made.push(edit.group.id)
    edits.push(...unpacked)
  }
  if (dispatch('Unpack', edits)) select([...inside, ...made])
}

export function canUnpack(): boolean {
  const chosen = selectedNodes()
  if (chosen.length === 0) return false
  const { groups, nodes } = graphNow()
  return chosen.some(id => id in groups || isSaved(nodes[id]?.type))
}

/** Opens a node that is made of others as the group that it was, and shows what lies inside. */
export function editAsGraph(node: string): void {
  const edits = unpackNode(projectNow(), catalog(), node, newId)
  const [made] = edits.flatMap(edit => (edit.kind === 'add-group' ? [edit.group.id] : []))
  if (made !== undefined && dispatch('Edit as graph', edits)) enterGroup(made)
}

/** Opens a script that was made of nodes as those nodes, as long as its code is as it was made. */
export async function editScriptAsGraph(node: string, plugin: string): Promise<void> {
  const type = graphNow().nodes[node]?.type ?? ''
  const made = await attempt(client().plugins.scriptGraph({ id: plugin }))
  const definition = catalog().get(type)
  if (!made.ok) return toastFailure(made.error)
  if (definition === undefined) return
  const as = new Map([[type, { ...definition, ...made.value }]])
  const edits = unpackNode(projectNow(), as, node, newId)
  const [group] = edits.flatMap(edit => (edit.kind === 'add-group' ? [edit.group.id] : []))
  if (group !== undefined && dispatch('Edit as graph', edits)) enterGroup(group)
}

/** Writes nodes as the code of one node, which takes their place. */
export async function convertToScript(ids: readonly string[]): Promise<void> {
  const group = scopeIn(graphNow())
  const source = groupToMake(projectNow(), catalog(), ids, group)
  if (!source.ok) return toastFailure(source.error)
  const { name, saved } = source.value
  const made = await attempt(client().plugins.convertGraph({ name, node: saved.spec }))
  if (!made.ok) return toastFailure(made.error)
  const { plugin, problems } = made.value
  await refreshCatalog()
  const [problem] = problems
  if (problem !== undefined) return toastFailure(problem)
  const id = newId()
  const as = { id, type: `${plugin}/${plugin}`, spec: saved.spec, group }
  const edits = replaceByNode(projectNow(), catalog(), as, newId)
  if (!edits.ok) return toastFailure(edits.error)
  if (!dispatch('Convert to script', edits.value)) return
  select([id])
  toast({
    tone: 'done',
    text: `${name} is a script now.`,
    action: { label: 'Edit code', run: () => void openCode(plugin) },
  })
}

/** Whether a node of this type is made of others. */
export function isSaved(type: string | undefined): boolean {
  return type !== undefined && catalog().get(type)?.dsp.form === 'graph'
}

/** The one group that is selected, or else the one that is open. */
export function groupInFocus(): string | undefined {
  if (useProjectStore.getState().mirror === undefined) return undefined
  const graph = graphNow()
  const chosen = selectedNodes()
  const [first] = chosen
  if (first === undefined) return scopeIn(graph)
  return chosen.length === 1 && first in graph.groups ? first : undefined
}

export function enterGroup(id: string): void {
  if (!(id in graphNow().groups)) return
  openGroup(id)
  select([])
}

/** Shows the canvas around, with the group that was left selected. */
export function leaveGroup(): void {
  const graph = graphNow()
  const open = scopeIn(graph)
  if (open === undefined) return
  showGroup(graph.groups[open]?.group)
  select([open])
}

/** Shows the canvas of a group around, or the top. */
export function showGroup(id: string | undefined): void {
  openGroup(id !== undefined && id in graphNow().groups ? id : undefined)
  select([])
}

export function setGroup(label: string, group: string, change: GroupPatch): void {
  dispatch(label, [{ kind: 'set-group', group, change }])
}

/** Shows a parameter of a node as a knob of the group around it, or takes it off. */
export function toggleGroupKnob(group: Group, node: string, param: string): void {
  dispatch('Knob of the group', [toggleKnob(graphNow(), catalog(), group, node, param)])
}

export function showsKnob(group: Group, node: string, param: string): boolean {
  return group.knobs.some(knob => knob.node === node && knob.param === param)
}

/** A cable was drawn to the edge of the open group: what it comes from becomes a port, unless it is one. */
export function plugIntoEdge(end: CableEnd, side: 'inputs' | 'outputs'): void {
  const graph = graphNow()
  const group = graph.groups[scopeIn(graph) ?? '']
  const real = realEnd(graph, end, side)
  if (group === undefined || real === undefined) return
  const isShown = group.ports[side].some(
    ({ node, port }) => node === real.node && port === real.port,
  )
  if (isShown) return
  dispatch('Port of the group', [togglePort(graph, catalog(), group, side, real)])
}

/** Whether a socket belongs to the edge of the open group. */
export function isEdge({ node }: Pick<CableEnd, 'node'>): boolean {
  return node === '~in' || node === '~out'
}

export function isNewPort(port: string): boolean {
  return port === NEW_PORT
}

const CATEGORY = 'My nodes'

/** Saves a group as a node of one’s own; under a name that is there already, as a newer version of it. */
export async function saveAsNode(id: string): Promise<void> {
  const graph = graphNow()
  const name = (graph.groups[id]?.label ?? 'My node').slice(0, 60)
  const saved = saveGroup(graph, catalog(), id, name)
  if (!saved.ok) return toastFailure(saved.error)
  const { spec, dependencies } = saved.value
  const known = useCatalog
    .getState()
    .plugins.find(plugin => plugin.category === CATEGORY && plugin.name === name)
  const answer = await attempt(
    client().plugins.saveNode({
      name,
      node: spec,
      dependencies: { ...dependencies },
      ...(known !== undefined && { replace: known.id }),
    }),
  )
  if (!answer.ok) return toastFailure(answer.error)
  const words = known === undefined ? `under “${CATEGORY}”` : `as version ${answer.value.version}`
  toast({ tone: 'info', text: `“${name}” is saved ${words}, for every project.` })
}
