import { ok } from '#shared/kit'
import type { LibraryService } from '../../library'
import type { ClipWork } from '../clip-work'
import { PITCH } from '../kinds/pitch-kind'
import { collectMade } from './collect'
import { decodedClip, neededClip, numberOf } from './needed'

/** A melody written down. */
export function pitchWork(library: Pick<LibraryService, 'decoded'>): ClipWork {
  return {
    id: 'pitch',
    plan(input) {
      const asset = neededClip(input)
      if (!asset.ok) return asset
      return ok({
        by: 'YIN pitch detection',
        version: '1',
        // Notes lie on beats, so what they are depends on the tempo.
        uses: tempoOf(input.document.transport),
        async job(key) {
          const sound = await decodedClip(library, asset.value, input.folder)
          if (!sound.ok) return sound
          const settings = {
            lowest: numberOf(input, 'lowest'),
            highest: numberOf(input, 'highest'),
            level: numberOf(input, 'level'),
            shortest: numberOf(input, 'shortest'),
          }
          const { name } = asset.value
          return ok({ kind: PITCH, input: { name, key, sound: sound.value, ...settings } })
        },
      })
    },
    collect: collectMade,
  }
}

function tempoOf({
  tempo,
  tempoCurve,
  tempoMap,
}: {
  tempo: number
  tempoCurve: string
  tempoMap: unknown
}) {
  return { tempo, tempoCurve, tempoMap }
}
