import type { BeatsPerMinute } from '#shared/kit'
import { newId } from '../../kit'
import { dispatch } from '../../state'
import { TapTempo } from './tap-tempo'

export function isTempo(tempo: BeatsPerMinute): boolean {
  return tempo >= 10 && tempo <= 1000
}

/** The tempo of the first beat; what is out of range is left alone. */
export function setTempo(tempo: BeatsPerMinute, gesture?: string): boolean {
  if (!isTempo(tempo)) return false
  const edits = [{ kind: 'set-transport' as const, transport: { tempo } }]
  return dispatch('Set tempo', edits, gesture === undefined ? {} : { gesture })
}

const taps = new TapTempo()
let tapping: { readonly gesture: string; readonly at: number } | undefined

/** Taps in a row are one step of undo. */
export function tapTempo(): void {
  const now = performance.now()
  if (tapping === undefined || now - tapping.at > 2_500) tapping = { gesture: newId(), at: now }
  else tapping = { ...tapping, at: now }
  const tempo = taps.tap(now)
  if (tempo !== undefined) setTempo(tempo, tapping.gesture)
}
