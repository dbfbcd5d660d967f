import { fail } from '#shared/kit'
import { Inference, runtimeState } from '../../../../inference'
import { appPaths, systemClock, type Log } from '../../../../kit'
import { createLibraryService, type LibraryService } from '../../../../library'
import { ModelStore } from '../../../../models'
import { createProviders, type ProviderHub } from '../../../../providers'
import type { Io } from '../../io'

export interface OpenProviders extends AsyncDisposable {
  readonly hub: ProviderHub
  readonly inference: Inference
  readonly library: LibraryService
  readonly models: ModelStore
}

/** The providers of this machine, for commands: those that come with Wireharp. No project is open, and no job runs. */
export function openProviders(env: Io['env'], log: Log): OpenProviders {
  const paths = appPaths(env)
  const inference = new Inference({ log })
  const projects = {
    opened: () => ({ ok: false, error: fail('project-not-open', 'There is none.') }) as const,
  }
  const library = createLibraryService({ projects, paths, log })
  const models = new ModelStore({ paths, clock: systemClock, log, env })
  const hub = createProviders({
    ...{ inference, models, library, paths, log, env },
    runtime: () => runtimeState(),
  })
  return {
    ...{ hub, inference, library, models },
    [Symbol.asyncDispose]: () => inference[Symbol.asyncDispose](),
  }
}
