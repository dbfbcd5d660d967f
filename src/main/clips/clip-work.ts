import type { Asset, Node, NodeDefinition, ParamValue, Project, Span } from '#shared/graph'
import type { Result, Seconds } from '#shared/kit'

/** A node that is to work, with what has come to it. */
export interface WorkInput {
  readonly document: Project
  /** Where the project's `audio/` lies. */
  readonly folder: string
  readonly node: Node
  readonly definition: NodeDefinition
  /** Every parameter, defaults too. */
  readonly params: Readonly<Record<string, ParamValue>>
  /** The sounds at its clip inputs. */
  readonly clips: Readonly<Record<string, Asset>>
}

/** How a work would be done now. */
export interface WorkPlan {
  /** Who does it, in words that people read. */
  readonly by: string
  /** Changes whenever the same input would come to something else: versions of code and models. */
  readonly version: string
  /** What it is made of beside parameters and clips, as plain JSON. */
  readonly uses?: unknown
  /** The job that does it; called when its turn has come. `key` names what comes of it. */
  job(key: string): Promise<Result<{ readonly kind: string; readonly input: unknown }>>
}

/** A note of a melody, in seconds of the sound. */
export interface MadeNote {
  readonly start: Seconds
  readonly length: Seconds
  readonly key: number
  /** 0 to 1. */
  readonly velocity: number
}

/** What a work has made: sound files by output, and more where it finds more. */
export interface Made {
  readonly clips: Readonly<Record<string, string>>
  readonly notes?: readonly MadeNote[] | undefined
  readonly spans?: readonly Span[] | undefined
  readonly seed?: number | undefined
  /** Who made it after all, where that is not who was to. */
  readonly by?: string | undefined
}

/** What nodes of the form `job` do: pure planning here, the work itself is a job. */
export interface ClipWork {
  readonly id: string
  /** Why it cannot be done as it stands, or how it would be. Asked after every edit: quick, and without files. */
  plan(input: WorkInput): Result<WorkPlan>
  /** What the job's result means. */
  collect(result: unknown): Result<Made>
}
