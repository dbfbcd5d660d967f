import { err, fail, ok, type Result } from '../kit'
import type { NodeCatalog, PortSpec } from './node-spec'
import type { CableEnd, Graph } from './project'

/**
 * Whether a cable may go from an output to an input: both exist and are of one kind, and the same two are
 * not wired yet. Several cables into one input are summed. A cable that closes a loop is allowed: it delays
 * by one quantum.
 */
export function canConnect(
  graph: Graph,
  catalog: NodeCatalog,
  from: CableEnd,
  to: CableEnd,
): Result<void> {
  const output = portAt(graph, catalog, from, 'outputs')
  if (!output.ok) return output
  const input = portAt(graph, catalog, to, 'inputs')
  if (!input.ok) return input
  if (output.value.kind !== input.value.kind) {
    return err(fail('cable-refused', `${output.value.kind} does not fit ${input.value.kind}.`))
  }
  const twice = Object.values(graph.cables).some(
    cable =>
      cable.from.node === from.node &&
      cable.from.port === from.port &&
      cable.to.node === to.node &&
      cable.to.port === to.port,
  )
  return twice ? err(fail('cable-refused', 'These two are wired already.')) : ok()
}

/** The port at a cable's end, or why there is none. */
export function portAt(
  graph: Graph,
  catalog: NodeCatalog,
  end: CableEnd,
  side: 'inputs' | 'outputs',
): Result<PortSpec> {
  const node = graph.nodes[end.node]
  if (node === undefined) return err(fail('node-unknown', `There is no node “${end.node}”.`))
  const definition = catalog.get(node.type)
  if (definition === undefined) {
    return err(fail('node-type-unknown', `No plugin brings “${node.type}”.`))
  }
  const port = definition[side][end.port]
  if (port === undefined) {
    return err(fail('cable-refused', `${definition.label} has no ${end.port} among its ${side}.`))
  }
  return ok(port)
}
