import type { Call } from '#shared/contract'
import type { Result } from '#shared/kit'
import { lookAtJobs, type Jobs } from '../../../../jobs'
import { appPaths, silentLog, systemClock } from '../../../../kit'
import { errorLine, exitCodes, type Io } from '../../io'

/** A call that nobody takes back. */
export const call: Call = { signal: new AbortController().signal }

/** Runs a command on the jobs of the app's data folder; what fails becomes the line and the exit code of it. */
export async function withJobs<T>(
  io: Io,
  ask: (jobs: Jobs) => Promise<Result<T>>,
  print: (answer: T) => void,
): Promise<number> {
  const opened = lookAtJobs({ paths: appPaths(io.env), clock: systemClock, log: silentLog })
  if (!opened.ok) {
    io.err(errorLine(opened.error))
    return exitCodes.refused
  }
  await using jobs = opened.value
  const answer = await ask(jobs)
  if (!answer.ok) {
    io.err(errorLine(answer.error))
    return exitCodes.refused
  }
  print(answer.value)
  return exitCodes.done
}
