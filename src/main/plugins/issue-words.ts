import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** Where something does not fit, and how, in words of JSON and not of whoever checks. */
export interface Misfit {
  readonly at: string
  readonly words: string
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

/** Of a value that may have several forms: what is wrong in the form that it comes closest to. */
export function misfitOf(issue: Issue): Misfit {
  const closest = issue.code === 'invalid_union' ? closestOf(issue) : undefined
  if (closest !== undefined) {
    const inner = misfitOf(closest)
    return {
      at: `${placeOf(issue)}${inner.at}`.replace(/^\/(?=\/)|(?<=.)\/$/g, ''),
      words: inner.words,
    }
  }
  return { at: placeOf(issue), words: wordsOf(issue) }
}

function placeOf({ path }: Issue): string {
  return `/${path.map(String).join('/')}`
}

function closestOf({ errors }: Extract<Issue, { code: 'invalid_union' }>): Issue | undefined {
  const deep = errors
    .flatMap(issues => issues[0] ?? [])
    .toSorted((a, b) => b.path.length - a.path.length)[0]
  return deep !== undefined && deep.path.length > 0 ? deep : undefined
}

function wordsOf(issue: Issue): string {
  // The schema says itself what it expects.
  if (!/^(?:Invalid|Too |Unrecognized)/.test(issue.message)) return customWords(issue.message)
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue.expected, /received (\w+)/.exec(issue.message)?.[1])
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${listOf(issue.values)}`
    case 'unrecognized_keys':
      return `there is no field ${listOf(issue.keys)} here`
    case 'too_big':
      return tooMuch(issue)
    case 'too_small':
      return tooLittle(issue)
    case 'invalid_format':
      return 'pattern' in issue && typeof issue.pattern === 'string'
        ? `expected a text that fits ${issue.pattern}`
        : `expected ${nounOf(issue.format)}`
    case 'invalid_key':
      return 'its name does not fit'
    case 'invalid_union':
      return unionWords(issue)
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return customWords(issue.message)
  }
}

function typeWords(expected: string, received: string | undefined): string {
  const wanted = kinds[expected] ?? expected
  if (received === undefined) return `expected ${wanted}`
  if (received === 'undefined') return `it is missing; expected ${wanted}`
  return `expected ${wanted}, found ${kinds[received] ?? received}`
}

function tooMuch({ origin, maximum }: Extract<Issue, { code: 'too_big' }>): string {
  const most = String(maximum)
  if (origin === 'string') return `it is longer than ${most} letters`
  return isMany(origin) ? `it has more than ${most} entries` : `expected ${most} at most`
}

function tooLittle({ origin, minimum, inclusive }: Extract<Issue, { code: 'too_small' }>): string {
  const least = String(minimum)
  if (origin === 'string' || isMany(origin)) {
    const of = origin === 'string' ? 'letters' : 'entries'
    return least === '1' ? 'it is empty' : `it has fewer than ${least} ${of}`
  }
  return inclusive === false ? `expected more than ${least}` : `expected ${least} at least`
}

function isMany(origin: string): boolean {
  return ['array', 'set', 'map', 'record', 'object'].includes(origin)
}

function nounOf(format: string): string {
  return /^[aeiou]/.test(format) ? `an ${format}` : `a ${format}`
}

/** All that it could be. */
function unionWords({ errors }: Extract<Issue, { code: 'invalid_union' }>): string {
  const wanted = errors
    .flatMap(issues => issues[0] ?? [])
    .map(issue =>
      issue.code === 'invalid_type'
        ? `expected ${kinds[issue.expected] ?? issue.expected}`
        : wordsOf(issue),
    )
  const [first, ...others] = [...new Set(wanted)]
  if (first === undefined) return 'it fits none of its forms'
  return [first, ...others.map(words => words.replace(/^expected /, ''))].join(' or ')
}

/** What is said by a noun alone is what is expected. */
function customWords(message: string): string {
  return /\b(?:must|needs?|names|says|is|are|do|does|no)\b/.test(message)
    ? message
    : `expected ${message}`
}

const MOST_LISTED = 20

function listOf(values: readonly unknown[]): string {
  const shown = values
    .slice(0, MOST_LISTED)
    .map(value => (typeof value === 'string' ? `“${value}”` : String(value)))
  return shown.join(', ') + (values.length > MOST_LISTED ? ', …' : '')
}
