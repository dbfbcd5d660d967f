import { clamp } from '#shared/kit'
import { onStep, type NumberParam } from '#shared/graph'

const factors: Record<string, number> = { m: 1e-3, k: 1e3, M: 1e6, µ: 1e-6, u: 1e-6 }

/**
 * The value that a person typed for a parameter: “1.2k”, “1200 Hz”, “−6 dB”, “250 ms” for seconds, “1,5”, “50 %”.
 * Bounded to the range and put on the steps; undefined where it is no number or another unit.
 */
export function parseValue(spec: NumberParam, text: string): number | undefined {
  const plain = text.trim().replace('−', '-').replace(',', '.')
  if (/^-?inf(inity)?(\s*db)?$/i.test(plain) || plain === '-∞') return spec.min
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i.exec(plain)
  if (match === null) return undefined
  const factor = unitFactor(match[2] ?? '', spec.unit)
  if (factor === undefined) return undefined
  return onStep(spec, clamp(Number(match[1]) * factor, spec.min, spec.max))
}

/** How many of the parameter's units one of the typed unit is. */
function unitFactor(typed: string, unit: string): number | undefined {
  if (typed === '' || same(typed, unit)) return 1
  const prefix = factors[typed[0] ?? '']
  const rest = typed.slice(1)
  if (prefix !== undefined && (rest === '' || same(rest, unit))) return prefix
  if (/^k/i.test(typed) && (rest === '' || same(rest, unit))) return 1e3
  if (same(unit, 'ms') && same(typed, 's')) return 1e3
  return undefined
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
