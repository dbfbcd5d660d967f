import * as fc from 'fast-check'
import {
  emptyProject,
  type CableEnd,
  type NodeDefinition,
  type PortKind,
  type Project,
} from '#shared/graph'
import { randomClips, randomTransport } from './random-clips'
import { randomNode } from './random-node'
import { seeded } from './seeded'

type Catalog = ReadonlyMap<string, NodeDefinition>

export const MOST_NODES = 60

export interface RandomProjectOptions {
  readonly catalog: Catalog
  /** Asset ids that file parameters choose from. */
  readonly assets: readonly string[]
  /** The most nodes, beside the output. */
  readonly nodes?: number
}

/** One node behind the other: what makes something, then what changes it. */
interface Chain {
  readonly types: readonly string[]
  readonly heard: boolean
  readonly seed: number
}

/**
 * A project of 1 to 60 nodes of the catalogue: chains as people make them, a source and its effects, notes into an
 * instrument, control signals; and on top of that cables from anywhere to anywhere, so that there are loops, sums,
 * side chains and modulation. Values, automation and clips follow from the seed of each chain.
 */
export function randomProject(options: RandomProjectOptions): fc.Arbitrary<Project> {
  const { catalog, assets, nodes = MOST_NODES } = options
  const kinds = sortByKind(catalog)
  const some = (list: readonly string[], least: number, most: number) =>
    fc.array(fc.constantFrom(...list), { minLength: least, maxLength: most })
  const row = (...parts: fc.Arbitrary<string[]>[]) =>
    fc.record({
      types: fc.tuple(...parts).map(lists => lists.flat()),
      heard: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.boolean()),
      seed: fc.nat(),
    })
  const effects = some(kinds.effects, 0, 4)
  const chain: fc.Arbitrary<Chain> = fc.oneof(
    { weight: 4, arbitrary: row(some(kinds.sources, 1, 1), effects) },
    {
      weight: 3,
      arbitrary: row(
        some(kinds.notes, 1, 1),
        some(kinds.noteEffects, 0, 2),
        some(kinds.instruments, 1, 1),
        effects,
      ),
    },
    { weight: 3, arbitrary: row(some(kinds.controls, 1, 1), some(kinds.controlEffects, 0, 2)) },
    { weight: 1, arbitrary: row(some(kinds.all, 1, 3)) },
  )
  return fc
    .record({
      chains: fc.array(chain, { minLength: 1, maxLength: Math.ceil(nodes / 4) }),
      wires: fc.array(fc.tuple(fc.nat(), fc.nat(), depth), { maxLength: nodes }),
      sampleRate: fc.constantFrom(44_100, 48_000, 88_200, 96_000),
      timeline: fc.nat(),
    })
    .map(({ chains, wires, sampleRate, timeline }) => {
      const empty = emptyProject('p', 'Random')
      const transport = randomTransport(empty.transport, sampleRate, seeded(timeline))
      const project: Project = { ...empty, sampleRate, transport }
      let count = 0
      for (const { types, heard, seed } of chains) {
        if (count + types.length > nodes) break
        addChain(project, catalog, assets, { types, heard, seed }, count)
        count += types.length
      }
      const { outputs, inputs } = ports(project, catalog)
      for (const [a, b, turns] of wires) {
        const from = outputs[a % Math.max(1, outputs.length)]
        const fitting = inputs.filter(
          ({ kind, turned }) => kind === from?.kind && (turns !== undefined) === turned,
        )
        wire(project, from, fitting[b % Math.max(1, fitting.length)], turns)
      }
      return project
    })
}

const depth = fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: undefined })

function addChain(
  project: Project,
  catalog: Catalog,
  assets: readonly string[],
  { types, heard, seed }: Chain,
  first: number,
): void {
  const random = seeded(seed)
  let last: NodeDefinition | undefined
  types.forEach((type, index) => {
    const definition = catalog.get(type)
    if (definition === undefined) return
    const id = `n${first + index}`
    const node = randomNode(id, definition, random, assets)
    project.graph.nodes[id] = node
    for (const clip of randomClips(node, definition, random)) project.clips[clip.id] = clip
    const kind = last && firstKind(last.outputs)
    const to = Object.entries(definition.inputs).find(([, port]) => port.kind === kind)?.[0]
    const before = first + index - 1
    const port = Object.keys(last?.outputs ?? {})[0]
    if (port !== undefined && to !== undefined) {
      wire(project, { node: `n${before}`, port }, { node: id, port: to })
    }
    last = definition
  })
  const port = Object.entries(last?.outputs ?? {}).find(([, { kind }]) => kind === 'audio')?.[0]
  if (!heard || port === undefined) return
  wire(project, { node: `n${first + types.length - 1}`, port }, { node: 'output', port: 'in' })
}

function sortByKind(catalog: Catalog) {
  const all = [...catalog.values()].filter(({ kind }) => kind !== 'output')
  const types = (test: (into: PortKind | undefined, from: PortKind | undefined) => boolean) =>
    all
      .filter(({ inputs, outputs }) => test(firstKind(inputs), firstKind(outputs)))
      .map(({ type }) => type)
  return {
    all: all.map(({ type }) => type),
    sources: types((into, from) => into === undefined && from === 'audio'),
    effects: types((into, from) => into === 'audio' && from === 'audio'),
    notes: types((into, from) => into !== 'notes' && from === 'notes'),
    noteEffects: types((into, from) => into === 'notes' && from === 'notes'),
    instruments: types((into, from) => into === 'notes' && from === 'audio'),
    controls: types((_, from) => from === 'control'),
    controlEffects: types((into, from) => into === 'control' && from !== 'notes'),
  }
}

function firstKind(side: NodeDefinition['inputs']): PortKind | undefined {
  return Object.values(side)[0]?.kind
}

interface End extends CableEnd {
  readonly kind: PortKind
  /** A parameter that a cable turns. */
  readonly turned: boolean
}

function ports({ graph }: Project, catalog: Catalog) {
  const outputs: End[] = []
  const inputs: End[] = []
  for (const { id, type } of Object.values(graph.nodes)) {
    const definition = catalog.get(type)
    if (definition === undefined) continue
    const end = (port: string, kind: PortKind, turned: boolean) => ({
      node: id,
      port,
      kind,
      turned,
    })
    const of = (side: NodeDefinition['inputs']) =>
      Object.entries(side).map(([port, { kind }]) => end(port, kind, false))
    outputs.push(...of(definition.outputs))
    inputs.push(...of(definition.inputs))
    for (const [param, spec] of Object.entries(definition.params)) {
      if (spec.kind === 'number') inputs.push(end(param, 'control', true))
    }
  }
  return { outputs, inputs }
}

function wire(
  { graph }: Project,
  from: CableEnd | undefined,
  to: CableEnd | undefined,
  turns?: number,
): void {
  if (from === undefined || to === undefined) return
  const id = `${from.node}-${from.port}-${to.node}-${to.port}${turns === undefined ? '' : '-t'}`
  graph.cables[id] = {
    id,
    from: { node: from.node, port: from.port },
    to: { node: to.node, port: to.port },
    ...(turns !== undefined && { depth: turns }),
  }
}
