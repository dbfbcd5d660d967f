import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { Inference } from '../inference'
import { createJobs, type Jobs } from '../jobs'
import type { AppPaths, Clock, Log } from '../kit'
import { createLibraryService } from '../library'
import { openStore } from '../store'
import { createSounds, type Sounds } from './create-sounds'

export interface OpenLibrary extends AsyncDisposable {
  readonly service: Sounds['service']
  readonly jobs: Jobs
}

const noProject = () => err(fail('project-not-open', 'A command has no project open.'))

/**
 * The library of a data folder without the app: for commands. Jobs are done by whoever has the app open, and by this
 * process where nobody has.
 */
export function openLibrary(parts: {
  readonly paths: AppPaths
  readonly clock: Clock
  readonly log: Log
  /** False to look only. */
  readonly works: boolean
}): Result<OpenLibrary> {
  const { paths, log, works } = parts
  mkdirSync(paths.data, { recursive: true, mode: 0o700 })
  const store = openStore({ path: join(paths.data, 'wireharp.db'), ...parts })
  if (!store.ok) return store
  const jobs = createJobs({ store: store.value, ...parts, works })
  const inference = new Inference({ log })
  const projects = { opened: noProject }
  const library = createLibraryService({ projects, paths, log })
  const renderNode = () => Promise.resolve(noProject())
  const sounds = createSounds({
    store: store.value,
    jobs,
    inference,
    library,
    projects,
    renderNode,
    ...parts,
  })
  return ok({
    service: sounds.service,
    jobs,
    async [Symbol.asyncDispose]() {
      sounds[Symbol.dispose]()
      await jobs[Symbol.asyncDispose]()
      await inference[Symbol.asyncDispose]()
      store.value[Symbol.dispose]()
    },
  })
}
