import { err, fail, ok } from '#shared/kit'
import type { LibraryService } from '../../library'
import { BY_SHAPE, SEPARATE, stemsSchema, type SeparationModel } from '../../stems'
import type { ClipWork } from '../clip-work'
import { decodedClip, neededClip } from './needed'

/** A sound taken apart, by a model where there is one. */
export function separateWork(
  library: Pick<LibraryService, 'decoded'>,
  model: () => SeparationModel | undefined,
): ClipWork {
  return {
    id: 'separate',
    plan(input) {
      const asset = neededClip(input)
      if (!asset.ok) return asset
      const found = model()
      return ok({
        by: found?.title ?? BY_SHAPE,
        version: found === undefined ? 'shape 1' : `demucs 1 ${found.sha256 ?? found.path}`,
        async job() {
          const sound = await decodedClip(library, asset.value, input.folder)
          if (!sound.ok) return sound
          const { sha256, name } = asset.value
          const into = input.params['into'] === 'two' ? 'two' : 'four'
          const by = found === undefined ? {} : { model: found }
          return ok({ kind: SEPARATE, input: { sha256, name, sound: sound.value, into, ...by } })
        },
      })
    },
    collect(result) {
      const files = stemsSchema.safeParse(result)
      if (!files.success) return err(fail('internal', 'The stems were told in an unknown form.'))
      const { stems, by } = files.data
      const clips = Object.fromEntries(stems.map(({ name, path }) => [name.toLowerCase(), path]))
      return ok({ clips, by })
    },
  }
}
