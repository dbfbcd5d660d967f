import type { z } from 'zod'
import { err, fail, type Result } from '#shared/kit'
import type { SoundPart } from '../../kit'

/** What a pipeline has while it runs. */
export interface PipelineContext {
  readonly signal: AbortSignal
  /** For unfinished files; it stays over pauses and crashes. */
  readonly folder: string
  /** What it saved last, in this run or one before. */
  readonly checkpoint: unknown
  readonly save: (checkpoint: unknown) => void
  /**
   * Resolves when all that was saved is on the disk; left out where it is at once. What an older checkpoint needs may go only
   * then.
   */
  readonly kept?: () => Promise<void>
  readonly progress: (done: number, stage?: string) => void
  readonly log: (text: string) => void
  /** Tells what of the sounds that it makes can be heard; left out where nobody listens. */
  readonly parts?: (parts: readonly SoundPart[]) => void
}

/** Work with models: from files to files, in pieces between which it can be stopped. */
export interface Pipeline {
  readonly id: string
  run(input: unknown, context: PipelineContext): Promise<Result<unknown>>
}

/** A pipeline whose input is parsed where it comes in. */
export function pipeline<Input>(
  id: string,
  schema: z.ZodType<Input>,
  work: (input: Input, context: PipelineContext) => Promise<Result<unknown>>,
): Pipeline {
  return {
    id,
    async run(input, context) {
      const parsed = schema.safeParse(input)
      if (!parsed.success) {
        const detail = `${id} was asked in a form that it does not know.`
        return err(fail('job-input-invalid', detail))
      }
      return work(parsed.data, context)
    },
  }
}

/** For between two pieces of work. */
export function stopped(): Result<never> {
  return err(fail('job-stopped', 'It was stopped.'))
}
