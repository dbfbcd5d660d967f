import { err, fail, ok } from '#shared/kit'
import type { LibraryService } from '../../library'
import {
  BY_SHAPE,
  SEPARATE,
  servedJob,
  servedStems,
  stemsSchema,
  type SeparationModel,
  type SeparationService,
} from '../../stems'
import type { ClipWork } from '../clip-work'
import { decodedClip, neededClip } from './needed'

/** A sound taken apart: by the service that was chosen for it, else by a model where there is one. */
export function separateWork(
  library: Pick<LibraryService, 'decoded'>,
  model: () => SeparationModel | undefined,
  service: () => SeparationService | undefined = () => undefined,
): ClipWork {
  return {
    id: 'separate',
    plan(input) {
      const asset = neededClip(input)
      if (!asset.ok) return asset
      const into = input.params['into'] === 'two' ? 'two' : 'four'
      const served = service()
      if (served !== undefined) {
        const { path } = asset.value
        return ok({
          by: `Service ${served.id}`,
          version: `service ${served.id}`,
          job: () => servedJob(served, { path, folder: input.folder, into }),
        })
      }
      const found = model()
      return ok({
        by: found?.title ?? BY_SHAPE,
        version: found === undefined ? 'shape 1' : `demucs 1 ${found.sha256 ?? found.path}`,
        async job() {
          const sound = await decodedClip(library, asset.value, input.folder)
          if (!sound.ok) return sound
          const { sha256, name } = asset.value
          const by = found === undefined ? {} : { model: found }
          return ok({ kind: SEPARATE, input: { sha256, name, sound: sound.value, into, ...by } })
        },
      })
    },
    collect(result) {
      const files = stemsSchema.safeParse(result)
      const served = servedStems.safeParse(result).data?.stems
      if (!files.success && served === undefined) {
        return err(fail('internal', 'The stems were told in an unknown form.'))
      }
      const { stems, by } = files.data ?? { stems: served ?? [], by: undefined }
      const clips = Object.fromEntries(stems.map(({ name, path }) => [name.toLowerCase(), path]))
      return ok({ clips, by })
    },
  }
}
