import { fail, type Failure } from '../kit'
import { clipHostProblem } from './clip-host'
import { cableProblem } from './connect'
import { MAX_FLAT_NOTES, passesOf } from './flatten-notes'
import { groupOf, liesIn } from './group-tree'
import { pluginOf } from './ids'
import type { NodeCatalog } from './node-spec'
import { paramProblem } from './params'
import type { Project } from './project'

/** A problem that does not keep a project from opening: it plays without what is wrong, and keeps it. */
export interface ProjectProblem extends Failure {
  readonly node?: string
  readonly cable?: string
  readonly clip?: string
  readonly group?: string
}

/** What in a well-formed project cannot be played as it stands. Missing audio files are the shell's to find. */
export function projectProblems(project: Project, catalog: NodeCatalog): ProjectProblem[] {
  return [
    ...nodeProblems(project, catalog),
    ...cableProblems(project, catalog),
    ...clipProblems(project, catalog),
    ...groupProblems(project),
  ]
}

function nodeProblems({ graph, assets, plugins }: Project, catalog: NodeCatalog): ProjectProblem[] {
  const problems: ProjectProblem[] = []
  for (const [id, node] of Object.entries(graph.nodes)) {
    const at = `/graph/nodes/${id}`
    const report = (failure: Failure) => problems.push({ ...failure, node: id })
    if (id !== node.id) {
      report(fail('project-invalid', `A node under the key “${id}” calls itself “${node.id}”.`, at))
    }
    const definition = catalog.get(node.type)
    if (definition === undefined) {
      report(fail('node-type-unknown', `No plugin brings “${named(plugins, node.type)}”.`, at))
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

/** As the project knew it, or its type. */
function named(plugins: Project['plugins'], type: string): string {
  const id = pluginOf(type)
  const { name, nodes } = plugins[id] ?? {}
  const label = nodes?.[type.slice(id.length + 1)]
  return label === undefined || name === undefined ? type : `${label}” of “${name}`
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

function clipProblems({ graph, clips, assets }: Project, catalog: NodeCatalog): ProjectProblem[] {
  const problems: ProjectProblem[] = []
  for (const [id, clip] of Object.entries(clips)) {
    const at = `/clips/${id}`
    const report = (failure: Failure) => problems.push({ ...failure, at, clip: id })
    if (id !== clip.id) {
      report(fail('project-invalid', `A clip under the key “${id}” calls itself “${clip.id}”.`))
    }
    const host = clipHostProblem(graph, catalog, clip)
    if (host !== undefined && host.code !== 'node-type-unknown') report(host)
    if (clip.kind === 'audio' && !Object.hasOwn(assets, clip.asset)) {
      report(fail('asset-missing', 'A clip plays a sound that the project lacks.'))
    }
    if (clip.kind === 'notes' && passesOf(clip) * Object.keys(clip.notes).length > MAX_FLAT_NOTES) {
      report(
        fail('clip-too-dense', `A clip has more than ${MAX_FLAT_NOTES} notes when it repeats.`),
      )
    }
  }
  return problems
}

/** Something in a group that is not there lies at the top; what a group shows without holding it is not shown. */
function groupProblems({ graph }: Project): ProjectProblem[] {
  const problems: ProjectProblem[] = []
  const look = (
    kind: string,
    items: Readonly<Record<string, { id: string; group?: string | undefined }>>,
  ) => {
    for (const [id, item] of Object.entries(items)) {
      const at = `/graph/${kind}/${id}`
      if (item.group !== undefined && groupOf(graph, item) === undefined) {
        problems.push(fail('group-unknown', `There is no group “${item.group}”.`, at))
      }
      if (kind !== 'nodes' && item.id !== id) {
        problems.push(
          fail('project-invalid', `What is under the key “${id}” calls itself “${item.id}”.`, at),
        )
      }
    }
  }
  look('nodes', graph.nodes)
  look('groups', graph.groups)
  look('notes', graph.notes)
  for (const [id, { ports, knobs }] of Object.entries(graph.groups)) {
    const outside = [...ports.inputs, ...ports.outputs, ...knobs].find(({ node }) => {
      const shown = graph.nodes[node]
      return shown === undefined || !liesIn(graph, shown, id)
    })
    if (outside === undefined) continue
    const detail = `“${outside.node}” does not lie in the group.`
    problems.push({ ...fail('group-refused', detail, `/graph/groups/${id}`), group: id })
  }
  return problems
}
