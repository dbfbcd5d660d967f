import { join } from 'node:path'
import { TRANSCRIBE, transcriptSchema } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { ReadyModel } from '../../models'
import type { ClipWork } from '../clip-work'
import { neededClip } from './needed'

/** As long as a stretch of words may be in a project. */
const MOST_TEXT = 2000

/** What is said in a sound, written down. */
export function wordsWork(model: () => Result<ReadyModel>): ClipWork {
  return {
    id: 'words',
    plan(input) {
      const asset = neededClip(input)
      if (!asset.ok) return asset
      const ready = model()
      if (!ready.ok) return ready
      const { id, title, version } = ready.value
      const { language, write } = input.params
      return ok({
        by: title,
        version: `${id} ${version}`,
        job: () =>
          Promise.resolve(
            ok({
              kind: TRANSCRIBE,
              input: {
                path: join(input.folder, asset.value.path),
                name: asset.value.name,
                task: write === 'english' ? 'translate' : 'transcribe',
                ...(language !== 'any' && { language }),
              },
            }),
          ),
      })
    },
    collect(result) {
      const told = transcriptSchema.safeParse(result)
      if (!told.success) return err(fail('internal', 'The words were told in an unknown form.'))
      const { segments, by } = told.data
      const spans = segments.map(({ start, end, text }) => ({
        ...{ from: start, to: end, text: text.trim().slice(0, MOST_TEXT) },
      }))
      return ok({ clips: {}, spans, by })
    },
  }
}
