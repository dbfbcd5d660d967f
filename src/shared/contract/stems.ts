import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Asset } from '../graph'
import { projectRefSchema } from './project'

/** A part of a sound, of its rate and length. */
export interface Stem {
  readonly name: string
  readonly asset: Asset
}

/** Sounds taken apart, as jobs: the parts of a sound add up to it. */
export const stemsContract = {
  /** Begins the job, or hands out the one that does it already; what was done once is not done again. */
  separate: oc
    .input(
      projectRefSchema.extend({
        asset: z.string().length(64),
        /** `local`, or the id of a service; as it is set if left out. */
        by: z.string().min(1).max(100).optional(),
      }),
    )
    .output(type<{ readonly id: string }>()),
  /** Takes what a completed job has made into a project; the assets are not in the document yet. */
  bring: oc
    .input(projectRefSchema.extend({ job: z.string().min(1).max(64) }))
    .output(type<readonly Stem[]>()),
}
