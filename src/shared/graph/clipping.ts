import { parse as parseJson } from 'secure-json-parse'
import { z } from 'zod'
import { err, fail, ok, type Result } from '../kit'
import { clipHostProblem } from './clip-host'
import { clipSchema, type Clip } from './clips'
import { canConnect, cableProblem } from './connect'
import type { Edit } from './edits'
import { groupTreeProblem, groupOf } from './group-tree'
import { withInside } from './group-rules'
import { commentSchema, groupSchema, type Group } from './groups'
import type { NodeCatalog } from './node-spec'
import { boundsOf } from './place'
import type { Point } from './point'
import { cableSchema, nodeSchema, type Cable, type Project } from './project'
import { scanJson } from './scan-json'

/** What begins a text that holds a part of a graph. */
const MARK = '{"wireharp":"graph"'
const VERSION = 2
const MAX_TEXT = 16 * 1024 * 1024
const MAX_DEPTH = 64

const clippingSchema = z.strictObject({
  wireharp: z.literal('graph'),
  /** Version 1 had nodes and cables alone. */
  version: z.literal([1, VERSION]),
  nodes: z.array(nodeSchema).max(50_000),
  cables: z.array(cableSchema).max(200_000),
  groups: z.array(groupSchema).max(10_000).default([]),
  notes: z.array(commentSchema).max(10_000).default([]),
  clips: z.array(clipSchema).max(10_000).default([]),
  /** From nodes that were not copied. */
  incoming: z.array(cableSchema).max(200_000).default([]),
})
type Clipping = z.infer<typeof clippingSchema>

/** What is chosen as text: nodes, groups with all inside, comments, the cables between them and into them, and their clips. */
export function copyText(
  { graph, clips }: Pick<Project, 'graph' | 'clips'>,
  ids: Iterable<string>,
): string | undefined {
  const { nodes, groups, notes } = withInside(graph, ids)
  if (nodes.size + groups.size + notes.size === 0) return undefined
  const cables = Object.values(graph.cables)
  const into = cables.filter(({ to }) => nodes.has(to.node))
  const clipping: Clipping = {
    wireharp: 'graph',
    version: VERSION,
    nodes: Object.values(graph.nodes).filter(({ id }) => nodes.has(id)),
    cables: into.filter(({ from }) => nodes.has(from.node)),
    groups: Object.values(graph.groups).filter(({ id }) => groups.has(id)),
    notes: Object.values(graph.notes).filter(({ id }) => notes.has(id)),
    clips: Object.values(clips).filter(({ node }) => nodes.has(node)),
    incoming: into.filter(({ from }) => !nodes.has(from.node)),
  }
  return JSON.stringify(clipping)
}

export interface PasteOptions {
  /** Top left corner of what is pasted. */
  readonly at: Point
  /** The group into which it is pasted; none at the top. */
  readonly scope?: string | undefined
  /** Whether cables from nodes that were not copied are made too, where those nodes are here. */
  readonly keepIncoming?: boolean
  readonly nodeId: (type: string) => string
  readonly newId: () => string
}

export interface Paste {
  readonly edits: Edit[]
  /** What lies at the top of what was pasted, to be selected. */
  readonly items: readonly string[]
}

/** The edits that paste a text, with ids of their own; a failure with its code where the text is not one of ours. */
export function pasteText(
  text: string,
  project: Project,
  catalog: NodeCatalog,
  options: PasteOptions,
): Result<Paste> {
  const read = readClipping(text)
  if (!read.ok) return read
  const clipping = read.value
  const ids = newNames(clipping, options)
  const shift = shiftOf(clipping, options.at)
  const place = <Item extends { id: string; position: Point; group?: string | undefined }>(
    item: Item,
  ): Item => {
    const copy = structuredClone(item)
    const around = item.group === undefined ? undefined : ids.get(item.group)
    copy.id = ids.get(item.id) ?? item.id
    if (around === undefined) {
      copy.position = { x: item.position.x + shift.x, y: item.position.y + shift.y }
    }
    const group = around ?? options.scope
    if (group === undefined) delete copy.group
    else copy.group = group
    return copy
  }
  const nodes = clipping.nodes.map(node => place(node))
  const all = Object.fromEntries(nodes.map(node => [node.id, node]))
  const graph = { ...project.graph, nodes: { ...project.graph.nodes, ...all } }
  const cables = [
    ...clipping.cables.flatMap(cable => renamed(cable, ids, options.newId)),
    ...(options.keepIncoming === true ? incoming(clipping, ids, options.newId) : []),
  ].filter(cable =>
    cable.from.node in all
      ? cableProblem(graph, catalog, cable) === undefined
      : canConnect(graph, catalog, cable.from, cable.to, cable.depth).ok,
  )
  const clips = clipping.clips.flatMap((clip): Clip[] => {
    const node = ids.get(clip.node)
    if (clip.kind === 'audio' && !Object.hasOwn(project.assets, clip.asset)) return []
    const moved = node === undefined ? undefined : { ...clip, id: options.newId(), node }
    const fits = moved !== undefined && clipHostProblem(graph, catalog, moved) === undefined
    return fits ? [moved] : []
  })
  const groups = parentsFirst(clipping).map(group => place(shown(group, ids)))
  const notes = clipping.notes.map(note => place(note))
  const tops = [...nodes, ...groups, ...notes].filter(item => item.group === options.scope)
  return ok({
    edits: [
      ...groups.map((group): Edit => ({ kind: 'add-group', group })),
      ...nodes.map((node): Edit => ({ kind: 'add-node', node })),
      ...notes.map((note): Edit => ({ kind: 'add-note', note })),
      ...cables.map((cable): Edit => ({ kind: 'connect', cable })),
      ...clips.map((clip): Edit => ({ kind: 'add-clip', clip })),
    ],
    items: tops.map(({ id }) => id),
  })
}

function readClipping(text: string): Result<Clipping> {
  if (!text.startsWith(MARK)) return err(fail('clipboard-empty', 'The clipboard holds no nodes.'))
  if (text.length > MAX_TEXT) {
    return err(fail('clipboard-too-large', `It holds ${Math.round(text.length / 1e6)} MB.`))
  }
  if (scanJson(text, MAX_DEPTH) !== undefined) return err(fail('clipboard-invalid', ''))
  let value: unknown
  try {
    value = parseJson(text, { protoAction: 'error', constructorAction: 'error' })
  } catch {
    return err(fail('clipboard-invalid', ''))
  }
  if (isNewer(value)) return err(fail('clipboard-newer', ''))
  const parsed = clippingSchema.safeParse(value)
  if (!parsed.success) return err(fail('clipboard-invalid', ''))
  const { nodes, groups, notes } = parsed.data
  const items = [...nodes, ...groups, ...notes]
  if (items.length === 0) return err(fail('clipboard-empty', 'The clipboard holds no nodes.'))
  const isTwice = new Set(items.map(({ id }) => id)).size < items.length
  const ring = groupTreeProblem(Object.fromEntries(groups.map(group => [group.id, group])))
  return isTwice || ring !== undefined ? err(fail('clipboard-invalid', '')) : ok(parsed.data)
}

function isNewer(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    typeof value.version === 'number' &&
    value.version > VERSION
  )
}

function newNames(
  { nodes, groups, notes }: Clipping,
  { nodeId, newId }: PasteOptions,
): ReadonlyMap<string, string> {
  return new Map([
    ...nodes.map(({ id, type }) => [id, nodeId(type)] as const),
    ...groups.map(({ id }) => [id, newId()] as const),
    ...notes.map(({ id }) => [id, newId()] as const),
  ])
}

/** From where the top left corner of it lay to where it shall lie. */
function shiftOf({ nodes, groups, notes }: Clipping, at: Point): Point {
  const inner = new Set(groups.map(({ id }) => id))
  const tops = [...nodes, ...groups, ...notes].filter(
    ({ group }) => group === undefined || !inner.has(group),
  )
  const { left, top } = boundsOf(tops.map(({ position }) => position))
  return { x: at.x - left, y: at.y - top }
}

function renamed(cable: Cable, ids: ReadonlyMap<string, string>, newId: () => string): Cable[] {
  const [from, to] = [ids.get(cable.from.node), ids.get(cable.to.node)]
  if (from === undefined || to === undefined) return []
  return [
    {
      ...cable,
      id: newId(),
      from: { node: from, port: cable.from.port },
      to: { node: to, port: cable.to.port },
    },
  ]
}

function incoming(clipping: Clipping, ids: ReadonlyMap<string, string>, newId: () => string) {
  return clipping.incoming.flatMap((cable): Cable[] => {
    const to = ids.get(cable.to.node)
    if (to === undefined) return []
    return [{ ...cable, id: newId(), to: { node: to, port: cable.to.port } }]
  })
}

/** What a group shows, under the new names; what was not copied is not shown. */
function shown(group: Group, ids: ReadonlyMap<string, string>): Group {
  const moved = <Named extends { node: string }>(list: readonly Named[]): Named[] =>
    list.flatMap(named => {
      const node = ids.get(named.node)
      return node === undefined ? [] : [{ ...named, node }]
    })
  const { inputs, outputs } = group.ports
  return {
    ...group,
    ports: { inputs: moved(inputs), outputs: moved(outputs) },
    knobs: moved(group.knobs),
  }
}

function parentsFirst({ groups }: Clipping): Group[] {
  const all = { groups: Object.fromEntries(groups.map(group => [group.id, group])) }
  const depth = (group: Group): number => {
    const parent = groupOf(all, group)
    const above = parent === undefined ? undefined : all.groups[parent]
    return above === undefined ? 0 : 1 + depth(above)
  }
  return groups.toSorted((a, b) => depth(a) - depth(b))
}
