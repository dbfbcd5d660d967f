import { err, fail, ok, type Result } from '../kit'
import type { EditOf } from './edits'
import type { NodeCatalog } from './node-spec'
import type { NodeResult } from './node-result'
import type { Project } from './project'

/** What a job has made for its node, or nothing any more. */
export function setResult(
  { graph, assets }: Project,
  { node: id, result }: EditOf<'set-result'>,
  catalog: NodeCatalog,
): Result<void> {
  const node = graph.nodes[id]
  if (node === undefined) return err(fail('node-unknown', `There is no node “${id}”.`))
  if (result === undefined) {
    delete node.result
    return ok()
  }
  const definition = catalog.get(node.type)
  if (definition?.dsp.form !== 'job') {
    return err(fail('edit-invalid', `“${id}” is no node that works as a job.`))
  }
  const unknown = Object.keys(result.clips).find(port => definition.outputs[port]?.kind !== 'clip')
  if (unknown !== undefined) {
    return err(fail('edit-invalid', `${definition.label} has no clip “${unknown}”.`))
  }
  if (!hasSounds(result, assets)) {
    return err(fail('edit-invalid', 'The sounds of the result are not part of the project.'))
  }
  node.result = structuredClone(result)
  return ok()
}

export function hasSounds({ clips }: NodeResult, assets: Project['assets']): boolean {
  return Object.values(clips).every(asset => Object.hasOwn(assets, asset))
}
