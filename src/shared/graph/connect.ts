import { err, fail, ok, type Failure, type Result } from '../kit'
import type { NodeCatalog, NodeDefinition, PortKind, PortSpec } from './node-spec'
import type { NumberParam } from './params'
import type { Cable, CableEnd, Wiring } from './project'

/**
 * Whether a cable may go from an output to an input: both exist and are of one kind, and the same two are
 * not wired yet. With a `depth` it goes from a control output to a number parameter, which `to.port` names.
 * Several cables into one input are summed. A cable that closes a loop is allowed: it delays by one quantum.
 */
export function canConnect(
  graph: Wiring,
  catalog: NodeCatalog,
  from: CableEnd,
  to: CableEnd,
  depth?: number,
): Result<void> {
  const ends = { from, to, ...(depth !== undefined && { depth }) }
  const problem = cableProblem(graph, catalog, ends)
  if (problem !== undefined) return err(problem.failure)
  const twice = Object.values(graph.cables).some(
    cable =>
      cable.from.node === from.node &&
      cable.from.port === from.port &&
      cable.to.node === to.node &&
      cable.to.port === to.port &&
      isModulation(cable) === isModulation(ends),
  )
  if (twice) return err(fail('cable-refused', 'These two are wired already.'))
  return depth === undefined && takesNoMore(graph, catalog, to)
    ? err(fail('cable-refused', 'A clip is there already: only one fits.'))
    : ok()
}

/** Sounds are summed; of clips an input takes one. */
function takesNoMore({ nodes, cables }: Wiring, catalog: NodeCatalog, to: CableEnd): boolean {
  const kind = catalog.get(nodes[to.node]?.type ?? '')?.inputs[to.port]?.kind
  if (kind !== 'clip') return false
  return Object.values(cables).some(
    cable => cable.to.node === to.node && cable.to.port === to.port && !isModulation(cable),
  )
}

/** Whether a cable turns a parameter, instead of feeding an input. */
export function isModulation({ depth }: Pick<Cable, 'depth'>): boolean {
  return depth !== undefined
}

export interface CableProblem {
  readonly failure: Failure
  /** One of the ends is a placeholder: the cable is as right as its plugin will be. */
  readonly waits: boolean
}

/** What is wrong with the ends of a cable, apart from a second one like it. */
export function cableProblem(
  graph: Wiring,
  catalog: NodeCatalog,
  cable: Omit<Cable, 'id'>,
): CableProblem | undefined {
  const output = portAt(graph, catalog, cable.from, 'outputs')
  const input = inputKind(graph, catalog, cable)
  if (output.ok && input.ok) {
    if (output.value.kind === input.value) return undefined
    const target = isModulation(cable) ? 'a parameter' : input.value
    const refused = fail('cable-refused', `${output.value.kind} does not fit ${target}.`)
    return { failure: refused, waits: false }
  }
  const failures = [output, input].flatMap(end => (end.ok ? [] : [end.error]))
  const waits = failures.some(({ code }) => code === 'node-type-unknown')
  return failures[0] && { failure: failures[0], waits }
}

/** Parameters are turned by control signals alone. */
function inputKind(
  graph: Wiring,
  catalog: NodeCatalog,
  cable: Omit<Cable, 'id'>,
): Result<PortKind> {
  if (isModulation(cable)) {
    const param = modulatedParam(graph, catalog, cable.to)
    return param.ok ? ok('control') : param
  }
  const port = portAt(graph, catalog, cable.to, 'inputs')
  return port.ok ? ok(port.value.kind) : port
}

/** The port at a cable's end, or why there is none. */
export function portAt(
  graph: Wiring,
  catalog: NodeCatalog,
  end: CableEnd,
  side: 'inputs' | 'outputs',
): Result<PortSpec> {
  const definition = definitionAt(graph, catalog, end.node)
  if (!definition.ok) return definition
  const port = definition.value[side][end.port]
  if (port === undefined) {
    const { label } = definition.value
    return err(fail('cable-refused', `${label} has no ${end.port} among its ${side}.`))
  }
  return ok(port)
}

/** The parameter that a cable with a depth ends at. */
export function modulatedParam(
  graph: Wiring,
  catalog: NodeCatalog,
  end: CableEnd,
): Result<NumberParam> {
  const definition = definitionAt(graph, catalog, end.node)
  if (!definition.ok) return definition
  const param = definition.value.params[end.port]
  if (param?.kind === 'number') return ok(param)
  const { label } = definition.value
  return err(fail('cable-refused', `${label} has no number “${end.port}” that a cable could turn.`))
}

function definitionAt(graph: Wiring, catalog: NodeCatalog, id: string): Result<NodeDefinition> {
  const node = graph.nodes[id]
  if (node === undefined) return err(fail('node-unknown', `There is no node “${id}”.`))
  const definition = catalog.get(node.type)
  return definition === undefined
    ? err(fail('node-type-unknown', `No plugin brings “${node.type}”.`))
    : ok(definition)
}
