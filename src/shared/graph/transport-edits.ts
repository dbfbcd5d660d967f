import type { BeatsPerMinute } from '../kit'
import { barPosition, barStart } from './bars'
import type { Edit } from './edits'
import type { Beats } from './time-base'
import type { Marker, SignatureChange, TempoPoint, TransportSettings } from './transport-settings'

function edit(transport: Partial<TransportSettings>): Edit[] {
  return [{ kind: 'set-transport', transport }]
}

/** The tempo from a beat on; at the first one, that of the project. Without a `bpm` the change there goes. */
export function setTempoAt(
  { tempoMap }: TransportSettings,
  beat: Beats,
  change: { readonly bpm: BeatsPerMinute; readonly curve?: TempoPoint['curve'] } | undefined,
): Edit[] {
  if (beat <= 0) {
    if (change === undefined) return []
    const { bpm, curve } = change
    return edit({ tempo: bpm, ...(curve && { tempoCurve: curve }) })
  }
  const old = tempoMap.find(point => point.beat === beat)
  const rest = tempoMap.filter(point => point.beat !== beat)
  const added =
    change === undefined
      ? []
      : [{ beat, bpm: change.bpm, curve: change.curve ?? old?.curve ?? 'hold' }]
  return edit({ tempoMap: [...rest, ...added].toSorted((a, b) => a.beat - b.beat) })
}

/** Moves a change of the tempo; onto another it takes its place. */
export function moveTempo({ tempoMap }: TransportSettings, from: Beats, to: Beats): Edit[] {
  const point = tempoMap.find(other => other.beat === from)
  if (point === undefined || to <= 0 || to === from) return []
  const rest = tempoMap.filter(other => other !== point && other.beat !== to)
  return edit({ tempoMap: [...rest, { ...point, beat: to }].toSorted((a, b) => a.beat - b.beat) })
}

type Signature = Pick<SignatureChange, 'beats' | 'unit'>

/** The signature from the bar of a beat on; that of the first bar is the project's. Without one the change there goes. */
export function setSignatureAt(
  transport: TransportSettings,
  beat: Beats,
  signature: Signature | undefined,
): Edit[] {
  const { bar } = barPosition(transport, beat + 1e-6)
  if (bar <= 1) return signature === undefined ? [] : edit({ signature })
  const rest = transport.signatures.filter(change => change.bar !== bar)
  const added = signature === undefined ? [] : [{ bar, ...signature }]
  return edit({ signatures: [...rest, ...added].toSorted((a, b) => a.bar - b.bar) })
}

/** Moves a change of the signature to the bar line nearest to a beat; the first bar is the project's own. */
export function moveSignature(transport: TransportSettings, bar: number, to: Beats): Edit[] {
  const change = transport.signatures.find(other => other.bar === bar)
  if (change === undefined) return []
  const before = { ...transport, signatures: transport.signatures.filter(other => other.bar < bar) }
  const place = barPosition(before, to)
  const start = barStart(before, place.bar)
  const next = barStart(before, place.bar + 1)
  const target = to - start < next - to ? place.bar : place.bar + 1
  if (target < 2 || target === bar) return []
  const rest = transport.signatures.filter(other => other !== change && other.bar !== target)
  return edit({
    signatures: [...rest, { ...change, bar: target }].toSorted((a, b) => a.bar - b.bar),
  })
}

export function addMarker({ markers }: TransportSettings, marker: Marker): Edit[] {
  return edit({ markers: [...markers, marker].toSorted((a, b) => a.beat - b.beat) })
}

export function setMarker(
  { markers }: TransportSettings,
  id: string,
  change: Partial<Omit<Marker, 'id'>>,
): Edit[] {
  const next = markers.map(marker => (marker.id === id ? { ...marker, ...change } : marker))
  return edit({ markers: next.toSorted((a, b) => a.beat - b.beat) })
}

export function removeMarker({ markers }: TransportSettings, id: string): Edit[] {
  return edit({ markers: markers.filter(marker => marker.id !== id) })
}
