import type { EngineEvent } from '#shared/contract'
import { groupExits, shownBy, type Graph } from '#shared/graph'
import { catalog } from './catalog'
import { useProjectStore } from './project'

interface Layout {
  readonly project: string
  readonly nodes: readonly string[]
  /** By slot: the node that shows it, once it is known; a part of another node shows on that. */
  readonly shown: (string | undefined)[]
  readonly params: readonly ParamRef[]
}

interface ParamRef {
  readonly node: string
  readonly param: string
}

/** Which node or parameter each slot belongs to, by layout: frames and layouts come by different ways. */
const layouts = new Map<number, Layout>()
const KEPT_LAYOUTS = 8
/** Fall of a meter, in dB a second. */
const FALL = 40

interface Level {
  peak: number
  at: number
}

/** Peaks by node, read before every paint by what draws meters: it is kept outside React on purpose. */
const levels = new Map<string, Level>()

/** Values of parameters that move, in their own units. */
const values = new Map<string, Level>()
/** After so long without news a value is old. */
const STALE_MS = 250

export function setLevelLayout({
  project,
  layout,
  nodes,
  params = [],
}: Extract<EngineEvent, { kind: 'levels' }>): void {
  layouts.set(layout, { project, nodes, shown: [], params })
  const [oldest] = layouts.keys()
  if (layouts.size > KEPT_LAYOUTS && oldest !== undefined) layouts.delete(oldest)
}

/** When something was last heard. */
let heardAt = Number.NEGATIVE_INFINITY
/** After which a meter has fallen to nothing, in milliseconds. */
const FALLEN = 2500

/** Takes a level frame in. */
export function receiveLevels(layout: number, frame: Float32Array, now: number): void {
  const known = layouts.get(layout)
  // Another project may be heard than is shown, and their nodes may have the same ids.
  if (known === undefined || known.project !== shownProject()) return
  const { nodes, params } = known
  for (const [slot, id] of nodes.entries()) {
    const peak = frame[slot] ?? 0
    if (peak >= 1e-4) heardAt = now
    const node = id.includes('.') ? outerShown(known, slot, id) : id
    if (node !== undefined && peak >= peakNow(node, now)) levels.set(node, { peak, at: now })
  }
  for (const [index, { node, param }] of params.entries()) {
    const value = frame[nodes.length + index]
    if (value !== undefined) values.set(valueKey(node, param), { peak: value, at: now })
  }
}

/** Asked for once a layout: it holds for as long as the graph does that the layout is of. */
function outerShown({ shown }: Layout, slot: number, id: string): string | undefined {
  if (!(slot in shown)) {
    const { mirror } = useProjectStore.getState()
    shown[slot] = mirror && shownBy(id, mirror.document.graph, catalog())
  }
  return shown[slot]
}

function shownProject(): string | undefined {
  return useProjectStore.getState().mirror?.project
}

/** What a parameter that moves stands at now; undefined where it does not move, or nothing plays. */
export function liveValueOf(node: string, param: string, now: number): number | undefined {
  const value = values.get(valueKey(node, param))
  return value === undefined || now - value.at > STALE_MS ? undefined : value.peak
}

function valueKey(node: string, param: string): string {
  return `${node} ${param}`
}

/** The level that the meter of a node or a group shows now: its last peak, falling. */
export function levelOf(node: string, now: number): number {
  if (levels.has(node)) return peakNow(node, now)
  const graph = useProjectStore.getState().mirror?.document.graph
  if (graph === undefined || !Object.hasOwn(graph.groups, node)) return 0
  const exits = exitsOf(graph).get(node) ?? []
  return Math.max(0, ...exits.map(exit => peakNow(exit, now)))
}

let known: { readonly graph: Graph; readonly exits: ReturnType<typeof groupExits> } | undefined

function exitsOf(graph: Graph): ReturnType<typeof groupExits> {
  if (known?.graph !== graph) known = { graph, exits: groupExits(graph) }
  return known.exits
}

function peakNow(node: string, now: number): number {
  const level = levels.get(node)
  if (level === undefined) return 0
  const shown = level.peak * 10 ** ((-FALL * Math.max(0, now - level.at)) / 20_000)
  return shown < 1e-4 ? 0 : shown
}

/** Whether any meter shows something. */
export function levelsSound(now: number): boolean {
  return now - heardAt < FALLEN
}

export function clearLevels(): void {
  levels.clear()
  values.clear()
}
