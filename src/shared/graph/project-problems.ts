import { fail, type Failure } from '../kit'
import { portAt } from './connect'
import type { NodeCatalog } from './node-spec'
import { paramProblem } from './params'
import type { Project } from './project'

/** A problem that does not keep a project from opening: it plays without what is wrong, and keeps it. */
export interface ProjectProblem extends Failure {
  readonly node?: string
  readonly cable?: string
}

/** What in a well-formed project cannot be played as it stands. Missing audio files are the shell's to find. */
export function projectProblems(project: Project, catalog: NodeCatalog): ProjectProblem[] {
  return [...nodeProblems(project, catalog), ...cableProblems(project, catalog)]
}

function nodeProblems({ graph, assets }: Project, catalog: NodeCatalog): ProjectProblem[] {
  const problems: ProjectProblem[] = []
  for (const [id, node] of Object.entries(graph.nodes)) {
    const at = `/graph/nodes/${id}`
    const report = (failure: Failure) => problems.push({ ...failure, node: id })
    if (id !== node.id) {
      report(fail('project-invalid', `A node under the key “${id}” calls itself “${node.id}”.`, at))
    }
    const definition = catalog.get(node.type)
    if (definition === undefined) {
      report(fail('node-type-unknown', `No plugin brings “${node.type}”.`, at))
      continue
    }
    for (const [param, value] of Object.entries(node.params)) {
      const spec = definition.params[param]
      const problem = spec && paramProblem(spec, value)
      if (spec === undefined) {
        report(fail('parameter-unknown', `${definition.label} has no “${param}”.`, at))
      } else if (problem !== undefined) {
        report(fail('parameter-out-of-range', problem, at))
      } else if (spec.kind === 'file' && value !== '' && !Object.hasOwn(assets, value.toString())) {
        report(
          fail('asset-missing', `${definition.label} plays a sound that the project lacks.`, at),
        )
      }
    }
  }
  return problems
}

function cableProblems({ graph }: Project, catalog: NodeCatalog): ProjectProblem[] {
  const problems: ProjectProblem[] = []
  for (const [id, cable] of Object.entries(graph.cables)) {
    const output = portAt(graph, catalog, cable.from, 'outputs')
    const input = portAt(graph, catalog, cable.to, 'inputs')
    const at = `/graph/cables/${id}`
    // A cable at a placeholder is as right as the placeholder: it waits for its plugin.
    const waits = [output, input].some(end => !end.ok && end.error.code === 'node-type-unknown')
    if (waits) continue
    const failed = [output, input].find(end => !end.ok)
    if (failed && !failed.ok) problems.push({ ...failed.error, at, cable: id })
    else if (output.ok && input.ok && output.value.kind !== input.value.kind) {
      const detail = `${output.value.kind} does not fit ${input.value.kind}.`
      problems.push({ ...fail('cable-refused', detail, at), cable: id })
    }
  }
  return problems
}
