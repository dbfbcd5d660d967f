import { parsePlace } from '../../kit'
import { projectNow } from '../../state'

/** What is wrong with a place that was typed, as bars or as time. */
export function placeProblem(text: string): string | undefined {
  return parsePlace(projectNow().transport, text) === undefined
    ? 'There is no such place. Type a bar, like 17 or 3.2.3, or a time, like 1:02.'
    : undefined
}
