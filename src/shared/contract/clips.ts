import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from '../graph'
import type { Failure } from '../kit'
import { projectRefSchema } from './project'

/**
 * Where a node stands that works as a job. `stale`: what it made was made of something else than it would be made
 * of now; it plays on. `waiting`: for a job before it, or for its turn.
 */
export type ClipState = 'empty' | 'stale' | 'waiting' | 'running' | 'done' | 'failed'

/** What can be heard of a sound that is being made. */
export interface EarlyShape {
  /** That can be heard, from its beginning on. */
  readonly seconds: number
  /** That there will be. */
  readonly of: number
  /** Levels from 0 to 1 over the whole of it; 0 where nothing is yet. */
  readonly peaks: readonly number[]
}

export interface ClipNodeInfo {
  readonly state: ClipState
  /** Who would do the work now, in words. */
  readonly by?: string
  /** Why it cannot be done as it stands; nothing where it can. */
  readonly lacks?: Failure
  readonly job?: string
  /** What is done, from 0 to 1, while it runs. */
  readonly progress?: number
  readonly stage?: string
  readonly secondsLeft?: number
  /** What has come of it so far, by output, while it runs: it plays already where nothing was made before. */
  readonly early?: Readonly<Record<string, EarlyShape>>
  /** Why it failed. */
  readonly failure?: Failure
}

/** Nodes that have changed, and those that work as jobs no more. */
export interface ClipsEvent {
  readonly nodes: Readonly<Record<string, ClipNodeInfo>>
  readonly gone: readonly string[]
}

const nodes = z.array(idSchema).min(1).max(1000).optional()

/** Nodes of projects that work as jobs: finished sounds in, finished sounds out. */
export const clipsContract = {
  /**
   * Runs nodes, those before them first where they are stale; without names, all that are empty or stale. What was made
   * once is not made again. Answers which have to be waited for.
   */
  run: oc
    .input(projectRefSchema.extend({ nodes }))
    .output(type<{ readonly nodes: readonly string[] }>()),
  /** What they had made before stays. */
  cancel: oc.input(projectRefSchema.extend({ nodes })).output(type<void>()),
  /** First how all stand, then what changes. */
  watch: oc.input(projectRefSchema).output(eventIterator(type<ClipsEvent>())),
}
