import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { LibraryService } from '../../library'
import type { ClipWork, WorkInput } from '../clip-work'
import { decodedClip, neededClip, numberOf } from './needed'

/** The job that makes music of words, wherever it comes from. */
const GENERATE = 'generate/music'
const MOST_LETTERS = 1000

const resultSchema = z.object({ path: z.string(), seed: z.int().min(0).optional() })

export interface GenerationModel {
  readonly id: string
  readonly title: string
  readonly version: string
}

export interface GenerationParts {
  readonly library: Pick<LibraryService, 'decoded'>
  /** The model that would make it; nothing where none is here. */
  readonly model: () => GenerationModel | undefined
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
        job: () => Promise.resolve(ok({ kind: GENERATE, input: request })),
      })
    },
    collect,
  }
}

/** What comes after a sound. */
export function continueWork({ library, model }: GenerationParts): ClipWork {
  return {
    id: 'continue',
    plan(input) {
      const asset = neededClip(input)
      if (!asset.ok) return asset
      const asked = askedOf(input, model())
      if (!asked.ok) return asked
      const { request, by, version } = asked.value
      return ok({
        ...{ by, version },
        async job() {
          const sound = await decodedClip(library, asset.value, input.folder)
          return sound.ok
            ? ok({ kind: GENERATE, input: { ...request, continues: sound.value } })
            : sound
        },
      })
    },
    collect,
  }
}

function askedOf(input: WorkInput, model: GenerationModel | undefined) {
  const prompt = String(input.params['prompt'] ?? '').trim()
  if (prompt.length === 0 || prompt.length > MOST_LETTERS) {
    const said = prompt.length === 0 ? 'nothing' : `${prompt.length} letters`
    return err(fail('prompt-invalid', `The prompt of ${input.definition.label} says ${said}.`))
  }
  if (model === undefined) {
    return err(fail('model-missing', 'There is no model here that makes music of words.'))
  }
  const request = {
    prompt,
    seconds: numberOf(input, 'seconds'),
    seed: numberOf(input, 'seed'),
    model: model.id,
  }
  return ok({ request, by: model.title, version: `${model.id} ${model.version}` })
}

function collect(result: unknown): Result<{ clips: { clip: string }; seed?: number | undefined }> {
  const made = resultSchema.safeParse(result)
  if (!made.success) return err(fail('internal', 'The music was told in an unknown form.'))
  return ok({ clips: { clip: made.data.path }, seed: made.data.seed })
}
