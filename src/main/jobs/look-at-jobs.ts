import { join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import type { AppPaths, Clock, Log } from '../kit'
import { openStore } from '../store'
import { createJobs, type Jobs } from './create-jobs'

/**
 * The jobs of a data folder, to look at and to ask for: whoever has the app open does the work. With `works` this process
 * does it where nobody else does.
 */
export function lookAtJobs(parts: {
  readonly paths: Pick<AppPaths, 'data'>
  readonly clock: Clock
  readonly log: Log
  readonly works?: boolean
}): Result<Jobs> {
  const store = openStore({ path: join(parts.paths.data, 'wireharp.db'), ...parts })
  if (!store.ok) return store
  const jobs = createJobs({ store: store.value, ...parts, works: parts.works ?? false })
  return ok({
    ...jobs,
    async [Symbol.asyncDispose]() {
      await jobs[Symbol.asyncDispose]()
      store.value[Symbol.dispose]()
    },
  })
}
