import type { CodeMark } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { placeOf, type Place } from './places'

/** A line below the code: what is wrong, and where. */
export interface Problem {
  readonly message: string
  readonly place: Place | undefined
}

/**
 * What kept the code from being taken in, or was thrown; then what its types say. Where a line has the one already, the
 * other says the same again.
 */
export function problemsOf(
  failures: readonly Failure[],
  marks: readonly CodeMark[],
  file: string,
): readonly Problem[] {
  const failed = failures.map(failure => ({ message: failure.message, place: placeOf(failure) }))
  const taken = new Set(failed.map(({ place }) => (place?.file === file ? place.line : undefined)))
  const typed = marks
    .filter(({ severity, from }) => severity !== 'hint' && !taken.has(from.line))
    .map(({ message, from }) => ({
      message: `${file}:${from.line}:${from.column}: ${firstLine(message)}`,
      place: { file, ...from },
    }))
  return [...failed, ...typed]
}

/** The others say why, at length: they are read in the code. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}
