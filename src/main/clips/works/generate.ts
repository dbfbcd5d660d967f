import { GENERATE_MUSIC, generatedSoundSchema, MOST_PROMPT } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { ReadyModel } from '../../models'
import type { ClipWork, WorkInput } from '../clip-work'
import { numberOf } from './needed'

export interface GenerationParts {
  /** The model that would make it, or what is to be done to have one. */
  readonly model: () => Result<ReadyModel>
}

/** Music of words. */
export function generateWork({ model }: GenerationParts): ClipWork {
  return {
    id: 'generate',
    plan(input) {
      const asked = askedOf(input, model())
      if (!asked.ok) return asked
      const { request, by, version } = asked.value
      return ok({
        ...{ by, version },
        job: () => Promise.resolve(ok({ kind: GENERATE_MUSIC, input: request })),
      })
    },
    collect: collectMusic,
  }
}

/** What the parameters of a node ask a model for. */
export function askedOf(input: WorkInput, model: Result<ReadyModel>) {
  const prompt = String(input.params['prompt'] ?? '').trim()
  if (prompt.length === 0 || prompt.length > MOST_PROMPT) {
    const said = prompt.length === 0 ? 'nothing' : `${prompt.length} letters`
    return err(fail('prompt-invalid', `The prompt of ${input.definition.label} says ${said}.`))
  }
  if (!model.ok) return model
  const { id, title, version } = model.value
  const request = {
    prompt,
    seconds: numberOf(input, 'seconds'),
    seed: numberOf(input, 'seed'),
    model: id,
  }
  return ok({ request, by: title, version: `${id} ${version}` })
}

/** The sound of a finished job, and its seed. */
export function collectMusic(
  result: unknown,
): Result<{ clips: { clip: string }; seed?: number | undefined }> {
  const made = generatedSoundSchema.safeParse(result)
  if (!made.success) return err(fail('internal', 'The music was told in an unknown form.'))
  return ok({ clips: { clip: made.data.path }, seed: made.data.seed })
}
