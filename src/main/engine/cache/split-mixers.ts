import type { Cable, KernelsDsp } from '#shared/graph'
import type { EngineGraph, EngineNode, EngineParam } from '../graph'
import type { GraphGroups } from './graph-groups'

/** A graph in which wide mixers are trees of smaller ones. */
export interface SplitGraph {
  readonly graph: EngineGraph
  /** The nodes that are sums of a part of a mixer's channels. */
  readonly sums: ReadonlySet<string>
}

/** Channels of a mixer, the last one too. */
interface Range {
  readonly first: number
  readonly last: number
}

const ALL: Range = { first: 1, last: 8 }
const channels = Array.from({ length: ALL.last }, (_, index) => index + 1)

/**
 * Makes a node of every sum that a mixer's kernel makes on its way: of two channels, of four, of all. When one track
 * changes, the others are read as a few sums in place of one by one. The samples are the same to the bit, since the
 * kernel adds in this order anyway, and channels that stand for a sum have level 1 and pan 0. Mixers whose levels move,
 * and those in loops, stay as they are.
 */
export function splitMixers(graph: EngineGraph, { groups, feedback }: GraphGroups): SplitGraph {
  const looping = new Set(groups.flatMap(group => (group.length > 1 ? group : [])))
  const into = Map.groupBy(Object.values(graph.cables), ({ to }) => to.node)
  const nodes: Record<string, EngineNode> = { ...graph.nodes }
  const cables: Record<string, Cable> = { ...graph.cables }
  const sums = new Set<string>()
  for (const node of Object.values(graph.nodes)) {
    const wires = into.get(node.id) ?? []
    if (looping.has(node.id) || wires.some(({ id }) => feedback.has(id))) continue
    if (!isStillMixer(node, wires)) continue
    const wired = new Set(wires.map(({ to }) => to.port))
    const heard = (range: Range) => channelsOf(range).filter(channel => wired.has(`in${channel}`))
    const place = (whole: Range, mixer: EngineNode): void => {
      const own = new Map<number, number>()
      for (const range of halves(whole)) {
        const [only, ...others] = heard(range)
        if (only === undefined) continue
        if (others.length === 0) {
          own.set(only, only)
          for (const cable of wires) {
            if (cable.to.port !== `in${only}`) continue
            cables[cable.id] = { ...cable, to: { ...cable.to, node: mixer.id } }
          }
          continue
        }
        const part = narrowed(range, heard)
        // No node of a document has a slash in its id.
        const id = `sum/${node.id}/${part.first}-${part.last}`
        sums.add(id)
        const to = { node: mixer.id, port: `in${part.first}` }
        cables[id] = { id, from: { node: id, port: 'out' }, to }
        place(part, { ...node, id, label: id })
      }
      const params = withChannels(silenced(mixer.params, mixer.id === node.id), node, [
        ...own.keys(),
      ])
      nodes[mixer.id] = { ...mixer, params }
    }
    if (wired.size > 2) place(ALL, node)
  }
  return { graph: { ...graph, nodes, cables }, sums }
}

/** Puts the channels of sums that nobody keeps back to where these are heard. */
export function joinMixers(
  graph: EngineGraph,
  sums: ReadonlySet<string>,
  kept: ReadonlySet<string>,
): EngineGraph {
  const nodes: Record<string, EngineNode> = { ...graph.nodes }
  const cables: Record<string, Cable> = { ...graph.cables }
  for (const id of sums) {
    const sum = nodes[id]
    const out = cables[id]
    const mixer = nodes[out?.to.node ?? '']
    if (sum === undefined || out === undefined || mixer === undefined || kept.has(id)) continue
    const moved = Object.values(cables).filter(({ to }) => to.node === id)
    for (const cable of moved) {
      cables[cable.id] = { ...cable, to: { ...cable.to, node: mixer.id } }
    }
    const own = moved.map(({ to }) => Number(to.port.slice(2)))
    nodes[mixer.id] = { ...mixer, params: withChannels(mixer.params, sum, own) }
    delete cables[id]
    delete nodes[id]
  }
  return { ...graph, nodes, cables }
}

/** The kernel and nothing else, with levels and pans that stand still. */
function isStillMixer(
  { dsp, bypassed, params }: EngineNode,
  wires: readonly Pick<Cable, 'to'>[],
): boolean {
  if (bypassed || dsp.form !== 'kernels' || !isMixer(dsp)) return false
  const isHeard = wires.every(({ to }) => !(to.port in params))
  return isHeard && Object.values(params).every(({ points }) => points === undefined)
}

function isMixer({ kernels, cables, voices }: KernelsDsp): boolean {
  const [[key, stage] = [], ...others] = Object.entries(kernels)
  if (stage?.kernel !== 'mixer' || others.length > 0 || voices !== undefined) return false
  const wires = new Set([...channels.map(it => `in${it} -> ${key}.in${it}`), `${key}.out -> out`])
  if (cables.length !== wires.size || cables.some(wire => !wires.has(wire))) return false
  const wanted = channels.flatMap(it => [`level${it}`, `pan${it}`]).concat('master')
  const bindings = stage.params ?? {}
  return wanted.every(name => {
    const as = name.startsWith('pan') ? undefined : 'gain'
    return JSON.stringify(bindings[name]) === JSON.stringify({ param: name, ...(as && { as }) })
  })
}

function halves({ first, last }: Range): readonly Range[] {
  const middle = (first + last - 1) / 2
  return [
    { first, last: middle },
    { first: middle + 1, last },
  ]
}

/** The smallest part of a range with all of its channels that are heard: what has but one part that sounds is that part. */
function narrowed(range: Range, heard: (range: Range) => readonly number[]): Range {
  const only = halves(range).filter(half => heard(half).length > 0)
  const [part] = only
  return only.length > 1 || part === undefined ? range : narrowed(part, heard)
}

function channelsOf({ first, last }: Range): readonly number[] {
  return channels.filter(channel => channel >= first && channel <= last)
}

/** All channels as they are, and the sum of them too, where it is not the mixer's own. */
function silenced(params: EngineNode['params'], keepsMaster: boolean): EngineNode['params'] {
  const plain = Object.entries(params).map(([name, param]): [string, EngineParam] => {
    return [name, name === 'master' && keepsMaster ? param : { ...param, value: 0 }]
  })
  return Object.fromEntries(plain)
}

function withChannels(
  params: EngineNode['params'],
  from: EngineNode,
  own: readonly number[],
): EngineNode['params'] {
  const names = own.flatMap(channel => [`level${channel}`, `pan${channel}`])
  const taken = names.flatMap(name => {
    const param = from.params[name]
    return param === undefined ? [] : [[name, param] as const]
  })
  return { ...params, ...Object.fromEntries(taken) }
}
