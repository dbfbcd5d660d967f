import { clamp } from '#shared/kit'
import { onStep, type NumberParam } from '#shared/graph'
import { readSum } from './read-sum'

const factors: Record<string, number> = { m: 1e-3, k: 1e3, M: 1e6, µ: 1e-6, u: 1e-6 }
const FIRST_TEMPO = 120

/**
 * The value that a person typed for a parameter: “1.2k”, “1200 Hz”, “−6 dB”, “250 ms” for seconds, “1,5”, “50 %”; a
 * sum, “440 * 3/2”; a note, “A4” or “C♯2”, for a frequency; a length of a note, “1/8”, “1/4d”, “1/16t”, for a time at
 * the tempo in beats a minute. Bounded to the range and put on the steps; undefined where it is no number or another
 * unit.
 */
export function parseValue(
  spec: NumberParam,
  text: string,
  tempo = FIRST_TEMPO,
): number | undefined {
  const plain = text
    .trim()
    .replaceAll('−', '-')
    .replace(/(\d),(?=\d)/g, '$1.')
  if (/^-?inf(inity)?(\s*db)?$/i.test(plain) || plain === '-∞') return spec.min
  const value = noteLength(spec.unit, plain, tempo) ?? pitch(spec.unit, plain) ?? sum(spec, plain)
  if (value === undefined || !Number.isFinite(value)) return undefined
  return onStep(spec, clamp(value, spec.min, spec.max))
}

/** A number with its unit, or a sum with a unit at its end, which all of it is in. */
function sum(spec: NumberParam, text: string): number | undefined {
  const match = /^([-+*/().\d\s]*[\d)](?:e[-+]?\d+)?)\s*([^\d\s(].*)?$/i.exec(text)
  const value = match && readSum(match[1] ?? '')
  if (value === null || value === undefined) return undefined
  return inUnit(value, match?.[2]?.trim() ?? '', spec.unit)
}

function inUnit(value: number, typed: string, unit: string): number | undefined {
  const factor = unitFactor(typed, unit)
  if (factor !== undefined) return value * factor
  // A level for a part of the whole.
  if (same(typed, 'db') && unit === '%') return 100 * 10 ** (value / 20)
  return undefined
}

/** How many of the parameter's units one of the typed unit is. */
function unitFactor(typed: string, unit: string): number | undefined {
  if (typed === '' || same(typed, unit)) return 1
  const prefix = factors[typed[0] ?? '']
  const rest = typed.slice(1)
  if (prefix !== undefined && (rest === '' || same(rest, unit))) return prefix
  if (/^k/i.test(typed) && (rest === '' || same(rest, unit))) return 1e3
  if (same(unit, 'ms') && same(typed, 's')) return 1e3
  if (same(unit, 'ct') && same(typed, 'st')) return 100
  if (same(unit, 'st') && same(typed, 'ct')) return 0.01
  if (same(unit, 'st') && same(typed, 'oct')) return 12
  return undefined
}

const dots: Record<string, number> = { d: 1.5, t: 2 / 3 }

/** “1/8” of a whole note, at the tempo of quarters. */
function noteLength(unit: string, text: string, tempo: number): number | undefined {
  const match = /^(\d+)\/(1|2|4|8|16|32|64)([dt]?)$/i.exec(text)
  if (match === null || (unit !== 's' && unit !== 'ms' && unit !== 'Hz')) return undefined
  const [, count, part, mark = ''] = match
  const quarters = (4 * Number(count)) / Number(part)
  const seconds = (60 / tempo) * quarters * (dots[mark.toLowerCase()] ?? 1)
  return unit === 'Hz' ? 1 / seconds : unit === 'ms' ? seconds * 1000 : seconds
}

const semitones: Record<string, number> = { c: 0, d: 2, e: 4, f: 5, g: 7, a: 9, b: 11 }

/** The frequency of a note, A4 being 440 Hz. */
function pitch(unit: string, text: string): number | undefined {
  const match = /^([a-g])([#♯b♭]?)(-?\d)$/i.exec(text)
  if (match === null || unit !== 'Hz') return undefined
  const [, letter = '', mark = '', octave] = match
  const shift = mark === '' ? 0 : /[#♯]/.test(mark) ? 1 : -1
  const key = (semitones[letter.toLowerCase()] ?? 0) + shift + 12 * (Number(octave) + 1)
  return 440 * 2 ** ((key - 69) / 12)
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
