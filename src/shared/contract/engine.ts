import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { FailureCode } from '../kit'
import { lookSchema, MOST_LOOKS, type LookEvent } from './looks'
import { projectRefSchema } from './project'

/** Why a node does not do what it should; absent from the list means that it does. */
export interface NodeTrouble {
  readonly node: string
  /** `bypassed`: the signal goes past it. `faulty`: it plays, and its output was mended. */
  readonly state: 'bypassed' | 'faulty'
  readonly code: FailureCode
  readonly message: string
}

export type EngineEvent =
  | {
      readonly kind: 'status'
      readonly state: 'starting' | 'ready' | 'restarting' | 'down'
      /** How often the engine had to be replaced since the app started. */
      readonly restarts: number
    }
  | {
      readonly kind: 'troubles'
      readonly project: string
      readonly troubles: readonly NodeTrouble[]
    }
  /** Which node each slot of the level frames belongs to; see `audio-stream`. */
  | {
      readonly kind: 'levels'
      readonly project: string
      readonly layout: number
      readonly nodes: readonly string[]
      /** The parameters that signals or automation move: their values follow, in their own units. */
      readonly params?: readonly { readonly node: string; readonly param: string }[]
    }

export const engineContract = {
  /** Starts with the present status, troubles and layout. */
  watch: oc.output(eventIterator(type<EngineEvent>())),
  /** Lifts the bypass that trouble caused and tries the node again. */
  retry: oc.input(projectRefSchema.extend({ node: z.string().max(64) })).output(type<void>()),
  /**
   * Looks at nodes and outputs for as long as the stream is open: what is seen comes beside the sound, with the numbers
   * that the one event says.
   */
  look: oc
    .input(projectRefSchema.extend({ looks: z.array(lookSchema).max(MOST_LOOKS) }))
    .output(eventIterator(type<LookEvent>())),
}
