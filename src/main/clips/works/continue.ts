import { GENERATE_MUSIC } from '#shared/contract'
import { ok } from '#shared/kit'
import type { ClipWork } from '../clip-work'
import { askedOf, collectMusic, type GenerationParts } from './generate'
import { neededClip } from './needed'

/** Music that goes on from a clip that was generated here: the model goes on from the codes that it wrote, which are kept. */
export function continueWork({ model }: GenerationParts): ClipWork {
  return {
    id: 'continue',
    plan(input) {
      const asset = neededClip(input)
      if (!asset.ok) return asset
      const asked = askedOf(input, model())
      if (!asked.ok) return asked
      const { request, by, version } = asked.value
      const continued = { ...request, continues: asset.value.sha256 }
      return ok({
        ...{ by, version },
        job: () => Promise.resolve(ok({ kind: GENERATE_MUSIC, input: continued })),
      })
    },
    collect: collectMusic,
  }
}
