import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { ImportedSound } from './library'
import { idSchema } from '../graph'
import { projectRefSchema } from './project'

/** What a take needs to find its place again. */
const place = {
  /** The track that it is recorded for. */
  node: idSchema.optional(),
  /** Frames on the timeline of its first frame, in the project's rate. */
  position: z.number().min(0).optional(),
}

/** A take that a crash left behind. */
export interface LeftTake {
  readonly take: string
  /** Milliseconds since 1970. */
  readonly begun: number
  readonly seconds: number
  readonly node?: string
  readonly position?: number
}

/** A sound that was recorded, in the project's folder; whoever recorded adds it to the document. */
export interface RecordedSound extends ImportedSound {
  readonly node?: string
  /** Frames on the timeline; undefined of what has no place there. */
  readonly position?: number
}

const takeRef = z.strictObject({ take: z.string().min(1).max(64) })

export const recordingsContract = {
  /** Begins a take, which is on the disk from its first part on. */
  begin: oc
    .input(
      projectRefSchema.extend({
        channels: z.int().min(1).max(32),
        sampleRate: z.int().min(8000).max(192_000),
        ...place,
      }),
    )
    .output(type<{ readonly take: string }>()),
  /** Goes on with it: interleaved little-endian f32, in order. What this answers is safe from a crash of anything but the system. */
  append: oc
    .input(takeRef.extend({ samples: z.file() }))
    .output(type<{ readonly frames: number }>()),
  /** Ends it and takes it into the project. Without a single frame it is a failure. */
  finish: oc.input(takeRef.extend(place)).output(type<RecordedSound>()),
  cancel: oc.input(takeRef).output(type<void>()),
  /** Takes of this project that nobody finished. */
  left: oc.input(projectRefSchema).output(type<readonly LeftTake[]>()),
  /** Takes one of them into the project. */
  recover: oc
    .input(projectRefSchema.extend({ take: z.string().min(1).max(64) }))
    .output(type<RecordedSound>()),
  /** How much of what sounded lately could be kept, in seconds: ten minutes at most. */
  heard: oc.input(projectRefSchema).output(type<{ readonly seconds: number }>()),
  /** Keeps what sounded lately, though nobody recorded: it becomes a sound of the project. */
  keep: oc
    .input(projectRefSchema.extend({ seconds: z.number().positive().max(600).optional() }))
    .output(type<RecordedSound>()),
}
