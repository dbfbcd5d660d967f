import * as fc from 'fast-check'
import {
  emptyProject,
  type AutomationPoint,
  type Node,
  type NodeDefinition,
  type ParamSpec,
  type ParamValue,
  type Project,
} from '#shared/graph'

type Catalog = ReadonlyMap<string, NodeDefinition>

/** Ids of few nodes, so that random edits meet the same ones again and again. */
const NODES = 25
const SPAN = 0.2

export interface RandomProjectOptions {
  readonly catalog: Catalog
  /** Asset ids that file parameters choose from. */
  readonly assets: readonly string[]
}

/** A project of 1 to 25 nodes of the catalogue, wired at random: loops, sums, automation and all. */
export function randomProject(options: RandomProjectOptions): fc.Arbitrary<Project> {
  const types = [...options.catalog.values()].filter(({ kind }) => kind !== 'output')
  // A third of the nodes are sources of sound, however many others there are: most graphs are to be heard.
  const sources = types.filter(
    ({ inputs, outputs }) => Object.keys(inputs).length === 0 && outputs['out']?.kind === 'audio',
  )
  const anyType = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...types) },
    { weight: 1, arbitrary: fc.constantFrom(...(sources.length > 0 ? sources : types)) },
  )
  const parts = fc.record({
    nodes: fc.array(
      anyType.chain(type => randomNode(type, options)),
      { minLength: 1, maxLength: NODES },
    ),
    wires: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 * NODES }),
    heard: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
    sampleRate: fc.constantFrom(44_100 as const, 48_000 as const, 96_000 as const),
    loop: fc.option(fc.tuple(fc.nat({ max: 3000 }), fc.integer({ min: 1, max: 3000 }))),
  })
  return parts.map(({ nodes, wires, heard, sampleRate, loop }) => {
    const project: Project = { ...emptyProject('p', 'Random'), sampleRate }
    for (const [index, node] of nodes.entries()) {
      project.graph.nodes[`n${index}`] = { ...node, id: `n${index}` }
    }
    const { outputs, inputs } = ports(project, options.catalog)
    for (const [a, b] of wires) {
      const from = outputs[a % Math.max(1, outputs.length)]
      const fitting = inputs.filter(({ kind }) => kind === from?.kind)
      wire(project, from, fitting[b % Math.max(1, fitting.length)])
    }
    const audible = outputs.filter(({ kind }) => kind === 'audio')
    for (const place of heard) {
      wire(project, audible[place % Math.max(1, audible.length)], { node: 'output', port: 'in' })
    }
    if (loop !== null) {
      const [start, length] = loop
      project.transport.loop = {
        enabled: true,
        start: start / sampleRate,
        end: (start + length) / sampleRate,
      }
    }
    return project
  })
}

/**
 * An edit as large as one likes: of every node and cable, `choices` says whether it comes from one project or
 * the other, and now and then that a node keeps its place and takes the other's parameters.
 */
export function blend(a: Project, b: Project, choices: readonly number[]): Project {
  const choose = (index: number) => choices[index % choices.length] ?? 0
  const nodes: Project['graph']['nodes'] = { output: { ...outputOf(a), bypassed: choose(0) === 3 } }
  const ids = [...new Set([...Object.keys(a.graph.nodes), ...Object.keys(b.graph.nodes)])]
  for (const [index, id] of ids.filter(name => name !== 'output').entries()) {
    const [here, there] = [a.graph.nodes[id], b.graph.nodes[id]]
    const twin = Object.values(b.graph.nodes).find(({ type }) => type === here?.type)
    const node = [here, there, here, twin && { ...twin, id }][choose(index)]
    if (node !== undefined) nodes[id] = node
  }
  const cables = Object.values({ ...a.graph.cables, ...b.graph.cables }).filter(
    ({ id, from, to }, index) =>
      from.node in nodes && to.node in nodes && id in a.graph.cables === (choose(index) % 2 === 0),
  )
  return {
    ...a,
    sampleRate: choose(1) === 3 ? b.sampleRate : a.sampleRate,
    transport: choose(2) === 3 ? b.transport : a.transport,
    graph: { nodes, cables: Object.fromEntries(cables.map(cable => [cable.id, cable])) },
  }
}

function outputOf({ graph }: Project): Node {
  const output = graph.nodes['output']
  if (output === undefined) throw new Error('A random project has an output')
  return output
}

interface End {
  readonly node: string
  readonly port: string
}

function ports({ graph }: Project, catalog: Catalog) {
  const side = (name: 'inputs' | 'outputs') =>
    Object.values(graph.nodes).flatMap(({ id, type }) =>
      Object.entries(catalog.get(type)?.[name] ?? {}).map(([port, { kind }]) => ({
        node: id,
        port,
        kind,
      })),
    )
  return { outputs: side('outputs'), inputs: side('inputs') }
}

function wire({ graph }: Project, from: End | undefined, to: End | undefined): void {
  if (from === undefined || to === undefined) return
  const id = `${from.node}-${from.port}-${to.node}-${to.port}`
  graph.cables[id] = {
    id,
    from: { node: from.node, port: from.port },
    to: { node: to.node, port: to.port },
  }
}

function randomNode(
  definition: NodeDefinition,
  { assets }: RandomProjectOptions,
): fc.Arbitrary<Node> {
  const specs = Object.entries(definition.params)
  const values = someOf(specs.map(([id, spec]) => [id, randomValue(spec, assets)]))
  const lanes = someOf(
    specs.flatMap(([id, spec]) => (spec.kind === 'number' ? [[id, randomPoints(spec)]] : [])),
  )
  return fc
    .record({
      params: values,
      automation: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, lanes),
      bypassed: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()),
    })
    .map(parts => ({ id: '', type: definition.type, position: { x: 0, y: 0 }, ...parts }))
}

function randomValue(spec: ParamSpec, assets: readonly string[]): fc.Arbitrary<ParamValue> {
  switch (spec.kind) {
    case 'number':
      return fc.double({ min: spec.min, max: spec.max, noNaN: true })
    case 'choice':
      return fc.constantFrom(...spec.options.map(({ id }) => id))
    case 'toggle':
      return fc.boolean()
    case 'file':
      return fc.constantFrom('', ...assets)
  }
}

/** Points in order of time, some of them at one time, some before a frame's end. */
function randomPoints({ min, max }: { min: number; max: number }): fc.Arbitrary<AutomationPoint[]> {
  const point = fc.record({
    time: fc.oneof(
      fc.constantFrom(0, 128 / 48_000, 0.05),
      fc.double({ min: 0, max: SPAN, noNaN: true }),
    ),
    value: fc.double({ min, max, noNaN: true }),
    curve: fc.constantFrom('hold' as const, 'linear' as const, 'exponential' as const),
  })
  return fc
    .array(point, { minLength: 1, maxLength: 8 })
    .map(points => points.toSorted((a, b) => a.time - b.time))
}

/** Some of the keys, each with a value of its own. */
function someOf<T>(all: readonly (readonly [key: string, value: fc.Arbitrary<T>])[]) {
  const entries = all.map(([key, value]) => fc.tuple(fc.constant(key), value, fc.boolean()))
  return fc
    .tuple(...entries)
    .map(list =>
      Object.fromEntries(
        list.flatMap(([key, value, there]) => (there ? [[key, value] as const] : [])),
      ),
    )
}
