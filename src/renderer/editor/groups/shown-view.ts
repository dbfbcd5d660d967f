import { groupView, type Graph, type GroupView, type NodeCatalog } from '#shared/graph'
import { catalog, graphNow, scopeIn } from '../../state'

interface Known {
  readonly graph: Graph
  readonly catalog: NodeCatalog
  readonly scope: string | undefined
  readonly view: GroupView
}

let known: Known | undefined

/** What the canvas shows of the document now: the graph of the group that is open, groups in it as nodes. */
export function shownView(): GroupView {
  const graph = graphNow()
  const nodes = catalog()
  const scope = scopeIn(graph)
  const isSame = known?.graph === graph && known.catalog === nodes && known.scope === scope
  if (isSame && known !== undefined) return known.view
  const before = known?.scope === scope ? known?.view : undefined
  const view = groupView(graph, nodes, scope, before)
  known = { graph, catalog: nodes, scope, view }
  return view
}
