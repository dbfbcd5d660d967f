import type { NodeDefinition } from '#shared/graph'
import { channelsOf } from '../state'
import { displayKindOf } from './readouts'

/** How wide a node stands: sounds need room for their shape, four knobs for their names. */
export function deviceWidth(definition: NodeDefinition | undefined): string {
  const specs = Object.values(definition?.params ?? {})
  if (definition === undefined || channelsOf(definition).length > 0) return 'w-44'
  if (specs.some(spec => spec.kind === 'file')) return 'w-60'
  if (displayKindOf(definition) !== undefined) return 'w-60'
  return specs.filter(spec => spec.kind === 'number').length > 3 ? 'w-52' : 'w-44'
}
