import { MOST_SPOKEN, SPEAK, spokenTextSchema } from '#shared/contract'
import { err, fail, ok } from '#shared/kit'
import type { ClipWork } from '../clip-work'
import { numberOf } from './needed'

/** A text, spoken. */
export function speakWork(): ClipWork {
  return {
    id: 'speak',
    plan(input) {
      const text = String(input.params['text'] ?? '').trim()
      if (text.length === 0 || text.length > MOST_SPOKEN) {
        const said = text.length === 0 ? 'nothing' : `${text.length} characters`
        return err(fail('text-invalid', `The text of ${input.definition.label} says ${said}.`))
      }
      const voice = input.params['voice']
      const speed = numberOf(input, 'speed')
      return ok({
        by: 'eSpeak NG',
        version: 'espeak 1',
        job: () => Promise.resolve(ok({ kind: SPEAK, input: { text, voice, speed } })),
      })
    },
    collect(result) {
      const spoken = spokenTextSchema.safeParse(result)
      return spoken.success
        ? ok({ clips: { clip: spoken.data.path } })
        : err(fail('internal', 'The speech was told in an unknown form.'))
    },
  }
}
