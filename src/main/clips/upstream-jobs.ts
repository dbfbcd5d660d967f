import type { Node, Project } from '#shared/graph'

/** Those of the job nodes from which anything reaches one of `nodes`, themselves too. */
export function upstreamJobs(
  { graph }: Project,
  jobs: readonly Node[],
  nodes: readonly string[],
): ReadonlySet<string> {
  const reached = upstreamOf(graph, nodes)
  return new Set(jobs.map(({ id }) => id).filter(id => reached.has(id)))
}

/** All nodes from which anything reaches one of `nodes`, themselves too. */
export function upstreamOf(
  { cables }: Pick<Project['graph'], 'cables'>,
  nodes: readonly string[],
): ReadonlySet<string> {
  const sources = new Map<string, string[]>()
  for (const { from, to } of Object.values(cables)) {
    const list = sources.get(to.node)
    if (list === undefined) sources.set(to.node, [from.node])
    else list.push(from.node)
  }
  const seen = new Set(nodes)
  for (const node of seen) for (const source of sources.get(node) ?? []) seen.add(source)
  return seen
}
