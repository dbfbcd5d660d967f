import { clipInto, type Asset, type Node, type NodeCatalog, type Project } from '#shared/graph'
import type { WorkInput } from './clip-work'

/** What has come to a node that works as a job; nothing where its plugin is not there. */
export function workInput(
  document: Project,
  folder: string,
  node: Node,
  catalog: NodeCatalog,
): WorkInput | undefined {
  const definition = catalog.get(node.type)
  if (definition?.dsp.form !== 'job') return undefined
  const { graph, assets } = document
  const clips: Record<string, Asset> = {}
  for (const [port, { kind }] of Object.entries(definition.inputs)) {
    const id = kind === 'clip' ? clipInto(graph, catalog, { node: node.id, port }) : undefined
    const asset = id === undefined ? undefined : assets[id]
    if (asset !== undefined) clips[port] = asset
  }
  const params = Object.fromEntries(
    Object.entries(definition.params).map(([param, spec]) => [
      param,
      node.params[param] ?? spec.default,
    ]),
  )
  return { document, folder, node, definition, params, clips }
}
