import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { pluginIdSchema } from '../graph'
import type { Failure } from '../kit'

export type AuditionEvent =
  | { readonly kind: 'progress'; readonly stage: string; readonly done: number }
  /** A WAV file of 16 bits, as base64. */
  | {
      readonly kind: 'ready'
      readonly wav: string
      readonly seconds: number
      /** Whether the package brings the demo, or a phrase of ours goes through its node. */
      readonly by: 'author' | 'phrase'
      /** The node that is heard, where it is a phrase. */
      readonly node?: string
    }
  | { readonly kind: 'failed'; readonly failure: Failure }

export const auditionsContract = {
  /** Renders how a package sounds, contained and without installing it; ends with `ready` or `failed`. */
  listen: oc
    .input(
      z.strictObject({
        id: pluginIdSchema,
        version: z.string().max(64).optional(),
        registry: z.string().max(100).optional(),
      }),
    )
    .output(eventIterator(type<AuditionEvent>())),
}
