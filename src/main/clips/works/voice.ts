import { ok } from '#shared/kit'
import type { LibraryService } from '../../library'
import type { ClipWork } from '../clip-work'
import { VOICE, type VoiceModel } from '../kinds/voice-kind'
import { collectMade } from './collect'
import { decodedClip, neededClip, numberOf } from './needed'

/** Where somebody speaks. */
export function voiceWork(
  library: Pick<LibraryService, 'decoded'>,
  model: () => VoiceModel | undefined,
): ClipWork {
  return {
    id: 'voice',
    plan(input) {
      const asset = neededClip(input)
      if (!asset.ok) return asset
      const found = model()
      return ok({
        by: found?.title ?? 'Energy (no model)',
        version: found === undefined ? 'energy 1' : `silero 1 ${found.sha256 ?? ''}`,
        async job(key) {
          const sound = await decodedClip(library, asset.value, input.folder)
          if (!sound.ok) return sound
          const threshold = numberOf(input, 'threshold') / 100
          const fade = numberOf(input, 'fade')
          const by = found === undefined ? {} : { model: found }
          const { name } = asset.value
          const job = { name, key, sound: sound.value, threshold, fade, ...by }
          return ok({ kind: VOICE, input: job })
        },
      })
    },
    collect: collectMade,
  }
}
