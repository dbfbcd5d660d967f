import { err, fail, ok, type Result } from '../kit'
import { cableProblem } from './connect'
import type { EditOf } from './edits'
import { pluginOf } from './ids'
import type { NodeCatalog } from './node-spec'
import type { Project } from './project'

/** Nodes become those of the same names of another plugin: another major version of theirs, which keeps all that is at them. */
export function setPlugin(
  { graph }: Project,
  { nodes, plugin }: EditOf<'set-plugin'>,
  catalog: NodeCatalog,
): Result<void> {
  for (const id of nodes) {
    const node = graph.nodes[id]
    if (node === undefined) return err(fail('node-unknown', `There is no node “${id}”.`))
    const type = plugin + node.type.slice(pluginOf(node.type).length)
    if (!catalog.has(type)) return err(fail('node-type-unknown', `No plugin brings “${type}”.`))
    node.type = type
  }
  const moved = new Set(nodes)
  for (const cable of Object.values(graph.cables)) {
    if (!moved.has(cable.from.node) && !moved.has(cable.to.node)) continue
    const problem = cableProblem(graph, catalog, cable)
    if (problem !== undefined && !problem.waits) delete graph.cables[cable.id]
  }
  return ok()
}
