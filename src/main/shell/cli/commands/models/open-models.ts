import type { Result } from '#shared/kit'
import { createGeneration } from '../../../../generation'
import { Inference } from '../../../../inference'
import { lookAtJobs, type Jobs } from '../../../../jobs'
import { appPaths, createLog, systemClock } from '../../../../kit'
import { createModels, type Models } from '../../../../models'
import { enabledPlugins } from '../../../../plugins'
import { openPlugins } from '../places'
import { errorLine, exitCodes, type Io } from '../../io'

export interface ModelTools {
  readonly jobs: Jobs
  readonly models: Models
  readonly generation: ReturnType<typeof createGeneration>
}

/**
 * The jobs and models of the app's data folder. What is begun is done by the app where it is open, and by this process
 * where it is not.
 */
export async function withModels<T>(
  io: Io,
  ask: (tools: ModelTools) => Promise<Result<T>>,
  print: (answer: T) => void,
): Promise<number> {
  const paths = appPaths(io.env)
  const log = createLog({ folder: paths.logs, name: 'cli' })
  const clock = systemClock
  await using stack = new AsyncDisposableStack()
  const opened = lookAtJobs({ paths, clock, log, works: true })
  if (!opened.ok) return refused(io, opened.error)
  const inference = stack.use(new Inference({ log }))
  const jobs = stack.use(opened.value)
  const plugins = stack.use(openPlugins(io.env))
  const models = stack.use(
    createModels({
      ...{ jobs, paths, clock, log, env: io.env },
      plugins: () => enabledPlugins(plugins),
    }),
  )
  const generation = stack.use(createGeneration({ jobs, inference, models, paths }))
  const answer = await ask({ jobs, models, generation })
  if (!answer.ok) return refused(io, answer.error)
  print(answer.value)
  return exitCodes.done
}

function refused(io: Io, failure: Parameters<typeof errorLine>[0]): number {
  io.err(errorLine(failure))
  return exitCodes.refused
}
