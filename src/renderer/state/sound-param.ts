import { catalog } from './catalog'
import { graphNow } from './project'

/** The parameter of a node that takes a sound, if it has one. */
export function soundParam(node: string): string | undefined {
  const definition = catalog().get(graphNow().nodes[node]?.type ?? '')
  return Object.entries(definition?.params ?? {}).find(([, spec]) => spec.kind === 'file')?.[0]
}
