import type { Marker, SignatureChange, TempoPoint, TransportSettings } from '#shared/graph'
import { clamp, err, fail, ok, type Result } from '#shared/kit'
import { midiText } from './midi-text'
import type { MidiSong, TimedEvent } from './read-midi'

const MAX_POINTS = 10_000
const units = [1, 2, 4, 8, 16, 32] as const

export type MidiTimeline = Pick<
  TransportSettings,
  'tempo' | 'tempoCurve' | 'tempoMap' | 'signature' | 'signatures' | 'markers'
>

/** Tempo, signatures and markers of all tracks; where the file says nothing, 120 and 4/4, as its standard has it. */
export function midiTimeline({ tracks, inBeats }: MidiSong): Result<MidiTimeline> {
  const events = tracks.flat().toSorted((a, b) => a.beat - b.beat)
  const timeline = {
    ...tempoOf(inBeats ? events : []),
    ...signaturesOf(events),
    markers: markersOf(events),
  }
  const { tempoMap, signatures, markers } = timeline
  const most = Math.max(tempoMap.length, signatures.length, markers.length)
  if (most <= MAX_POINTS) return ok(timeline)
  return err(fail('midi-too-large', `The file has ${most} changes of tempo or bar, or markers.`))
}

function tempoOf(events: readonly TimedEvent[]) {
  let tempo = 120
  const tempoMap: TempoPoint[] = []
  for (const { beat, event } of events) {
    if (event.type !== 'setTempo' || event.microsecondsPerBeat === 0) continue
    const bpm = clamp(60e6 / event.microsecondsPerBeat, 10, 1000)
    const last = tempoMap.at(-1)
    if (beat === 0) tempo = bpm
    else if (last?.beat === beat) last.bpm = bpm
    else if ((last?.bpm ?? tempo) !== bpm) tempoMap.push({ beat, bpm, curve: 'hold' })
  }
  return { tempo, tempoCurve: 'hold' as const, tempoMap }
}

/** A change within a bar counts from the next bar line on. */
function signaturesOf(events: readonly TimedEvent[]) {
  let last: SignatureChange & { start: number } = { bar: 1, start: 0, beats: 4, unit: 4 }
  let signature: TransportSettings['signature'] = { beats: 4, unit: 4 }
  const signatures: SignatureChange[] = []
  for (const { beat, event } of events) {
    if (event.type !== 'timeSignature') continue
    const unit = units.find(known => known === event.denominator)
    const beats = event.numerator
    if (unit === undefined || beats < 1 || beats > 64) continue
    const length = (last.beats * 4) / last.unit
    const bars = Math.ceil((beat - last.start) / length - 1e-9)
    const bar = last.bar + bars
    if (bar > 10_000_000) break
    last = { bar, start: last.start + bars * length, beats, unit }
    if (signatures.at(-1)?.bar === bar) signatures.pop()
    if (bar === 1) signature = { beats, unit }
    else signatures.push({ bar, beats, unit })
  }
  return { signature, signatures }
}

function markersOf(events: readonly TimedEvent[]): Marker[] {
  return events
    .flatMap(({ beat, event }) =>
      event.type === 'marker' || event.type === 'cuePoint'
        ? [{ beat, name: midiText(event.text) }]
        : [],
    )
    .map((marker, index) => ({ id: `m${index + 1}`, ...marker }))
}
