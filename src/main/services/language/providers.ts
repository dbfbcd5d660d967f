import type { ProviderKind, Providers } from '@wireharp/sdk'
import { z } from 'zod'
import { err, type Failure, type FailureCode, type Result } from '#shared/kit'
import type { JobFailure } from '../../jobs'

/** Lets providers work, by kind and name; `src/main/providers` does. */
export interface AskProviders {
  ask<Kind extends ProviderKind, Answer>(
    kind: Kind,
    name: string,
    work: (provider: Providers[Kind]) => Promise<Answer>,
  ): Promise<Result<Answer>>
}

/** As a job names a provider. */
export const providerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._/-]{0,99}$/i)
  .max(100)

/** What the same again cannot mend. */
const lasting: ReadonlySet<FailureCode> = new Set([
  'language-refused',
  'job-input-invalid',
  'provider-unknown',
  'provider-sound-too-long',
  'download-consent-required',
  'model-missing',
  'model-refused',
  'inference-absent',
  'speech-missing',
])

export function mayMend(failure: Failure): Result<never, JobFailure> {
  return err({ ...failure, retryable: !lasting.has(failure.code) })
}
