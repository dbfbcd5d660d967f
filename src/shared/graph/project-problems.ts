import { fail, type Failure } from '../kit'
import { clipHostProblem } from './clip-host'
import { cableProblem } from './connect'
import { MAX_FLAT_NOTES, passesOf } from './flatten-notes'
import type { NodeCatalog } from './node-spec'
import { paramProblem } from './params'
import type { Project } from './project'

/** A problem that does not keep a project from opening: it plays without what is wrong, and keeps it. */
export interface ProjectProblem extends Failure {
  readonly node?: string
  readonly cable?: string
  readonly clip?: string
}

/** What in a well-formed project cannot be played as it stands. Missing audio files are the shell's to find. */
export function projectProblems(project: Project, catalog: NodeCatalog): ProjectProblem[] {
  return [
    ...nodeProblems(project, catalog),
    ...cableProblems(project, catalog),
    ...clipProblems(project, catalog),
  ]
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
    const problem = cableProblem(graph, catalog, cable)
    // A cable at a placeholder is as right as the placeholder: it waits for its plugin.
    if (problem === undefined || problem.waits) continue
    problems.push({ ...problem.failure, at: `/graph/cables/${id}`, cable: id })
  }
  return problems
}

function clipProblems({ graph, clips }: Project, catalog: NodeCatalog): ProjectProblem[] {
  const problems: ProjectProblem[] = []
  for (const [id, clip] of Object.entries(clips)) {
    const at = `/clips/${id}`
    const report = (failure: Failure) => problems.push({ ...failure, at, clip: id })
    if (id !== clip.id) {
      report(fail('project-invalid', `A clip under the key “${id}” calls itself “${clip.id}”.`))
    }
    const host = clipHostProblem(graph, catalog, clip)
    if (host !== undefined && host.code !== 'node-type-unknown') report(host)
    if (clip.kind === 'notes' && passesOf(clip) * Object.keys(clip.notes).length > MAX_FLAT_NOTES) {
      report(
        fail('clip-too-dense', `A clip has more than ${MAX_FLAT_NOTES} notes when it repeats.`),
      )
    }
  }
  return problems
}
