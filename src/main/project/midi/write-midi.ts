import { writeMidi, type MidiEvent } from 'midi-file'
import {
  barStart,
  flattenNotes,
  secondsAt,
  TICKS,
  tempoMapOf,
  type FlatNote,
  type Project,
  type TransportSettings,
} from '#shared/graph'
import { clamp } from '#shared/kit'
import { expressiveTrack } from './expressive-track'
import { bytesOfText, inOrder, plainTrack, type TickEvent } from './track-events'

/** A tempo ramp is written in steps of a quarter of a beat, as tempo is in MIDI files. */
const RAMP_STEP = 1 / 4
/** Of a very long ramp the steps are longer. */
const MOST_STEPS = 4096

export interface WrittenMidi {
  readonly bytes: Uint8Array
  readonly notes: number
}

/**
 * The note clips of a project as a standard MIDI file of format 1: tempo, signatures and markers, then a track for
 * each node that plays notes, loops written out. Where notes bend or have fractions of a key, the track is MPE.
 */
export function writeProjectMidi(project: Project): WrittenMidi {
  const nodes = new Set(
    Object.values(project.clips).flatMap(clip => (clip.kind === 'notes' ? [clip.node] : [])),
  )
  const parts = [...nodes]
    .toSorted()
    .map(node => ({ node, notes: notesInTicks(project, node) }))
    .filter(({ notes }) => notes.length > 0)
  const tracks = parts.map(({ node, notes }, index) => {
    const name = { tick: 0, event: named(project.graph.nodes[node]?.label ?? node) }
    return [name, ...(isExpressive(notes) ? expressiveTrack(notes) : plainTrack(notes, index))]
  })
  const data = {
    header: { format: 1 as const, numTracks: tracks.length + 1, ticksPerBeat: TICKS },
    tracks: [timelineTrack(project.transport), ...tracks].map(inOrder),
  }
  return {
    bytes: Uint8Array.from(writeMidi(data)),
    notes: parts.reduce((sum, { notes }) => sum + notes.length, 0),
  }
}

/** At one beat a second and as many frames a second as a beat has ticks, a frame is a tick. */
function notesInTicks({ clips, transport }: Project, node: string): readonly FlatNote[] {
  const even = { ...transport, tempo: 60, tempoCurve: 'hold' as const, tempoMap: [] }
  return flattenNotes({ clips, transport: even }, node, TICKS)
}

function isExpressive(notes: readonly FlatNote[]): boolean {
  return notes.some(
    ({ key, pitch, pressure, timbre }) =>
      !Number.isInteger(key) || pitch.length + pressure.length + timbre.length > 0,
  )
}

function timelineTrack(transport: TransportSettings): TickEvent[] {
  const { signature, signatures, markers } = transport
  const bars = [{ bar: 1, ...signature }, ...signatures]
  return [
    ...tempos(transport),
    ...bars.map(({ bar, beats, unit }) => ({
      tick: barStart(transport, bar) * TICKS,
      event: {
        deltaTime: 0,
        meta: true as const,
        type: 'timeSignature' as const,
        numerator: beats,
        denominator: unit,
        metronome: 24,
        thirtyseconds: 8,
      },
    })),
    ...markers.map(({ beat, name }) => ({
      tick: beat * TICKS,
      event: {
        deltaTime: 0,
        meta: true as const,
        type: 'marker' as const,
        text: bytesOfText(name),
      },
    })),
  ]
}

function tempos(transport: TransportSettings): TickEvent[] {
  const { tempo, tempoCurve, tempoMap } = transport
  const map = tempoMapOf(transport)
  const points = [{ beat: 0, bpm: tempo, curve: tempoCurve }, ...tempoMap]
  return points.flatMap(({ beat, bpm, curve }, index) => {
    const end = points[index + 1]?.beat ?? beat
    if (curve === 'hold' || end <= beat) return [tempoEvent(beat, bpm)]
    const list: TickEvent[] = []
    // Each step takes just as long as the ramp over it.
    const step = Math.max(RAMP_STEP, (end - beat) / MOST_STEPS)
    for (let at = beat; at < end; at += step) {
      const next = Math.min(at + step, end)
      list.push(tempoEvent(at, (60 * (next - at)) / (secondsAt(map, next) - secondsAt(map, at))))
    }
    return list
  })
}

function tempoEvent(beat: number, bpm: number): TickEvent {
  const microsecondsPerBeat = clamp(Math.round(60e6 / bpm), 1, 2 ** 24 - 1)
  const event = {
    deltaTime: 0,
    meta: true as const,
    type: 'setTempo' as const,
    microsecondsPerBeat,
  }
  return { tick: beat * TICKS, event }
}

function named(label: string): Extract<MidiEvent, { type: 'trackName' }> {
  return { deltaTime: 0, meta: true, type: 'trackName', text: bytesOfText(label) }
}
