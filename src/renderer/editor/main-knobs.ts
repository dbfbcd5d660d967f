import type { NodeDefinition } from '#shared/graph'
import { numberSpec } from '../state'

/** Knobs that fit into a row. */
const KNOBS = 4

/** What a hand looks for first on an instrument, where there is more than fits. */
const SOUGHT = new Set(['feedback', 'cutoff', 'resonance', 'vibrato', 'release', 'volume'])

/**
 * The parameters that have a knob on the node itself: the first, or, where many are numbered (`pitch1` … `pitch16`), those of
 * the whole node before those of one part of it.
 */
export function mainKnobs(definition: NodeDefinition): readonly string[] {
  const numbers = Object.keys(definition.params).filter(
    param => numberSpec(definition, param) !== undefined,
  )
  const whole = numbers.filter(param => !/\d$/.test(param))
  if (whole.length === numbers.length || whole.length < 2) return numbers.slice(0, KNOBS)
  if (whole.length <= KNOBS) return whole
  const sought = whole.filter(param => SOUGHT.has(param)).slice(0, KNOBS)
  const others = whole.filter(param => !sought.includes(param))
  const shown = new Set([...sought, ...others].slice(0, KNOBS))
  return whole.filter(param => shown.has(param))
}
