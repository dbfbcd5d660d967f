import type { ProviderCall } from '@wireharp/sdk'
import type { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../../inference'
import type { AppPaths } from '../../kit'
import type { LibraryService } from '../../library'
import type { Models } from '../../models'
import { signalOf } from '../clip-files'
import { orThrow, ProviderError } from '../provider-error'

/** What the providers that come with Wireharp are made of. */
export interface BuiltInParts {
  readonly inference: Pick<Inference, 'run'>
  readonly models: Pick<Models, 'info' | 'ready'>
  readonly library: Pick<LibraryService, 'decodeOnce'>
  readonly paths: Pick<AppPaths, 'config'>
  /** Why models cannot run here, or nothing where they can. */
  readonly runtime: () => Promise<Result<unknown>>
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The program that speaks, and what stands before our own words to it. */
  readonly speaker?: readonly string[]
}

/** Runs a pipeline for a provider; its answer in the form that is expected. */
export async function runFor<Schema extends z.ZodType>(
  { inference }: Pick<BuiltInParts, 'inference'>,
  wish: {
    readonly pipeline: string
    readonly input: unknown
    readonly folder: string
    readonly answer: Schema
  },
  call: ProviderCall | undefined,
): Promise<z.infer<Schema>> {
  const { pipeline, input, folder, answer } = wish
  const signal = signalOf(call)
  if (signal.aborted) throw new ProviderError(fail('job-stopped', 'It was stopped.'))
  const said = await inference.run({
    ...{ pipeline, input, folder, signal },
    save: () => true,
    progress: (done, stage) => call?.progress?.(done, stage),
    log: () => undefined,
  })
  const parsed = answer.safeParse(orThrow(said))
  if (parsed.success) return parsed.data
  throw new ProviderError(fail('internal', `${pipeline} answered in an unknown form.`))
}

/** Whether a model and what runs it are here. */
export async function modelState(
  { models, runtime }: Pick<BuiltInParts, 'models' | 'runtime'>,
  model: string,
): Promise<Result<unknown>> {
  const runs = await runtime()
  if (!runs.ok) return runs
  const info = await models.info(model)
  if (!info.ok) return info
  if (info.value.state === 'ready') return ok()
  return err(fail('model-missing', `“${info.value.title}” is not here.`))
}
