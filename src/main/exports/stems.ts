import type { Cable, CableEnd } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Stems } from '#shared/contract'
import type { EngineGraph } from '../engine'

export interface Stem {
  readonly label: string
  readonly graph: EngineGraph
}

const OUTPUT = 'output'

/**
 * The stems that are wanted. A track is a cable into the output, or into a mixer on the way to it; its stem is
 * the whole project with the other tracks unplugged, so stems go through the mixer and what comes behind it,
 * and sum to the mix wherever that is linear (behind a compressor they do not). An output of a node is taken
 * as it is.
 */
export function stemsOf(graph: EngineGraph, stems: Stems): Result<readonly Stem[]> {
  if (stems === 'none') return ok([])
  if (stems === 'tracks') {
    const tracks = tracksOf(graph)
    return ok(
      tracks.map(track => ({
        label: labelOf(graph, track.from),
        graph: solo(graph, track, tracks),
      })),
    )
  }
  const made: Stem[] = []
  for (const end of stems) {
    const node = graph.nodes[end.node]
    if (node?.outputs[end.port]?.kind !== 'audio') {
      return err(fail('stem-unknown', `“${end.node}” has no audio output “${end.port}”.`))
    }
    made.push({ label: labelOf(graph, end), graph: direct(graph, end) })
  }
  return ok(made)
}

/**
 * The cables that carry tracks, in the order of ports: those into the mixer that is reached from the output
 * through nothing but effects, or into the output itself. A mixer that is wired straight into a mixer adds its
 * own; behind an effect it is a group and stays one track.
 */
export function tracksOf(graph: EngineGraph): readonly Cable[] {
  const seen = new Set<string>()
  const into = (node: string): readonly Cable[] => {
    seen.add(node)
    return audioInto(graph, node).flatMap(cable => {
      const { from } = cable
      return isMixer(graph, from.node) && !seen.has(from.node) ? into(from.node) : [cable]
    })
  }
  return outputs(graph).flatMap(output =>
    audioInto(graph, output).flatMap(cable => {
      const mixer = mixerBehind(graph, cable.from.node)
      if (mixer === undefined) return [cable]
      return seen.has(mixer) ? [] : into(mixer)
    }),
  )
}

/** The mixer whose sum comes out of a node, through nodes with one audio cable in. */
function mixerBehind(graph: EngineGraph, start: string): string | undefined {
  const passed = new Set<string>()
  let node: string | undefined = start
  while (node !== undefined && !passed.has(node) && !isMixer(graph, node)) {
    passed.add(node)
    const cables = audioInto(graph, node)
    node = cables.length === 1 ? cables[0]?.from.node : undefined
  }
  return node !== undefined && isMixer(graph, node) ? node : undefined
}

function outputs(graph: EngineGraph): readonly string[] {
  return Object.values(graph.nodes)
    .filter(node => node.kind === OUTPUT)
    .map(node => node.id)
}

function audioInto(graph: EngineGraph, node: string): readonly Cable[] {
  const ports = Object.keys(graph.nodes[node]?.inputs ?? {})
  return Object.values(graph.cables)
    .filter(({ to }) => to.node === node && graph.nodes[node]?.inputs[to.port]?.kind === 'audio')
    .toSorted((a, b) => ports.indexOf(a.to.port) - ports.indexOf(b.to.port))
}

/**
 * A mixer sums audio inputs that are numbered (`in1`, `in2`, …); a side chain, or the two sides of a crossfade,
 * have other names.
 */
function isMixer(graph: EngineGraph, id: string): boolean {
  const ports = Object.entries(graph.nodes[id]?.inputs ?? {})
  const names = ports.filter(([, port]) => port.kind === 'audio').map(([name]) => name)
  return names.length > 1 && names.every(name => /^\D*\d+$/.test(name))
}

function solo(graph: EngineGraph, track: Cable, tracks: readonly Cable[]): EngineGraph {
  const muted = new Set(tracks.filter(({ id }) => id !== track.id).map(({ id }) => id))
  const cables = Object.values(graph.cables).filter(({ id }) => !muted.has(id))
  return reaching(graph, cables)
}

function direct(graph: EngineGraph, end: CableEnd): EngineGraph {
  const [output] = outputs(graph)
  const port = output === undefined ? undefined : Object.keys(graph.nodes[output]?.inputs ?? {})[0]
  if (output === undefined || port === undefined) return graph
  const others = Object.values(graph.cables).filter(({ to }) => to.node !== output)
  const id = 'stem'
  return reaching(graph, [...others, { id, from: end, to: { node: output, port } }])
}

/** What no sound of reaches the output need not be rendered. */
function reaching(graph: EngineGraph, cables: readonly Cable[]): EngineGraph {
  const needed = new Set(outputs(graph))
  for (const node of needed) {
    for (const { from, to } of cables) if (to.node === node) needed.add(from.node)
  }
  const nodes = Object.values(graph.nodes).filter(({ id }) => needed.has(id))
  const kept = cables.filter(({ from, to }) => needed.has(from.node) && needed.has(to.node))
  return {
    transport: graph.transport,
    nodes: Object.fromEntries(nodes.map(node => [node.id, node])),
    cables: Object.fromEntries(kept.map(cable => [cable.id, cable])),
  }
}

function labelOf(graph: EngineGraph, { node, port }: CableEnd): string {
  const found = graph.nodes[node]
  const several = Object.keys(found?.outputs ?? {}).length > 1
  return several ? `${found?.label ?? node} ${port}` : (found?.label ?? node)
}
