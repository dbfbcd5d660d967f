import type { ProjectProblem } from '#shared/graph'

const known = new WeakMap<readonly ProjectProblem[], ReadonlyMap<string, ProjectProblem>>()

/** The first problem of a node. All nodes ask at every change: it is looked up, not searched for. */
export function problemOf(
  problems: readonly ProjectProblem[],
  node: string,
): ProjectProblem | undefined {
  let byNode = known.get(problems)
  if (byNode === undefined) {
    const found = new Map<string, ProjectProblem>()
    for (const problem of problems) {
      if (problem.node !== undefined && !found.has(problem.node)) found.set(problem.node, problem)
    }
    byNode = found
    known.set(problems, byNode)
  }
  return byNode.get(node)
}
