import { clipInto, isClipCable, upstreamOf } from './clip-flow'
import type { NodeCatalog } from './node-spec'
import type { Node, Project } from './project'

/** The nodes that work as jobs whose results would be heard and are not there. */
export function unmadeJobs({ graph }: Project, catalog: NodeCatalog): readonly Node[] {
  const { nodes, cables } = graph
  const isJob = (id: string) => catalog.get(nodes[id]?.type ?? '')?.dsp.form === 'job'
  if (!Object.keys(nodes).some(isJob)) return []
  const outputs = Object.keys(nodes).filter(
    id => catalog.get(nodes[id]?.type ?? '')?.kind === 'output',
  )
  // Past a node that works as a job nothing is heard of what feeds it.
  const heard = upstreamOf(
    Object.values(cables).filter(({ to }) => !isJob(to.node)),
    outputs,
  )
  const unmade = new Set<string>()
  for (const cable of Object.values(cables)) {
    const { from, to } = cable
    if (!isJob(from.node) || isJob(to.node) || !heard.has(to.node)) continue
    const isMissing = isClipCable(graph, catalog, cable)
      ? clipInto(graph, catalog, to) === undefined
      : nodes[from.node]?.result === undefined
    if (isMissing) unmade.add(from.node)
  }
  return [...unmade].flatMap(id => nodes[id] ?? [])
}
