import type { NodeDefinition } from '#shared/graph'
import { channelsOf } from '../state'
import { displayKindOf } from './readouts'

/** How wide a node stands, in pixels: sounds need room for their shape, four knobs for their names. */
export function deviceWidth(definition: NodeDefinition | undefined): number {
  if (definition?.dsp.form === 'job') return 240
  const specs = Object.values(definition?.params ?? {})
  if (definition === undefined || channelsOf(definition).length > 0) return 176
  if (specs.some(spec => spec.kind === 'file')) return 240
  if (displayKindOf(definition) !== undefined) return 240
  return specs.filter(spec => spec.kind === 'number').length > 3 ? 208 : 176
}
