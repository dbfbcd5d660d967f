import { upstreamOf, type Node, type Project } from '#shared/graph'

/** Those of the job nodes from which anything reaches one of `nodes`, themselves too. */
export function upstreamJobs(
  { graph }: Project,
  jobs: readonly Node[],
  nodes: readonly string[],
): ReadonlySet<string> {
  const reached = upstreamOf(Object.values(graph.cables), nodes)
  return new Set(jobs.map(({ id }) => id).filter(id => reached.has(id)))
}
