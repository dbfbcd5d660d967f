import type { Call } from '#shared/contract'
import type { Result } from '#shared/kit'
import { appPaths, silentLog, systemClock } from '../../../../kit'
import { openLibrary, type OpenLibrary } from '../../../../sounds'
import { errorLine, exitCodes, type Io } from '../../io'

/** A call that nobody takes back. */
export const call: Call = { signal: new AbortController().signal }

/** Runs a command on the library of the data folder; what fails becomes the line and the exit code of it. */
export async function withLibrary<T>(
  io: Io,
  ask: (library: OpenLibrary) => Result<T> | Promise<Result<T>>,
  print: (answer: T) => void,
  works = false,
): Promise<number> {
  const paths = appPaths(io.env)
  const opened = openLibrary({ paths, clock: systemClock, log: silentLog, works })
  if (!opened.ok) {
    io.err(errorLine(opened.error))
    return exitCodes.refused
  }
  await using library = opened.value
  const answer = await ask(library)
  if (!answer.ok) {
    io.err(errorLine(answer.error))
    return exitCodes.refused
  }
  print(answer.value)
  return exitCodes.done
}

export function printJson(io: Io, value: unknown): void {
  io.out(JSON.stringify(value, undefined, 2))
}
