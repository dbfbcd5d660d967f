import { parseMidi, type MidiData, type MidiEvent } from 'midi-file'
import type { Beats } from '#shared/graph'
import { err, fail, ok, type Bytes, type Failure, type Result } from '#shared/kit'
import { midiChunks } from './midi-chunks'

/** Some two million events: far more than a piece of music has, and what fits into the memory with ease. */
export const MAX_MIDI_BYTES: Bytes = 4 * 1024 * 1024

/** As far as a timeline reaches. */
const FARTHEST: Beats = 2e7

/** Files in frames of film know seconds and no beats: they are laid out at this tempo, two beats a second. */
const FRAMES_TEMPO = 120

export interface TimedEvent {
  readonly beat: Beats
  readonly event: MidiEvent
}

export interface MidiSong {
  readonly tracks: readonly (readonly TimedEvent[])[]
  /** Length of the shortest note, in beats. */
  readonly tick: Beats
  /** Whether ticks count beats; else they count time, and the tempo of the file says nothing. */
  readonly inBeats: boolean
}

/** The events of a standard MIDI file, each at its beat. What a damaged file holds is not guessed at. */
export function readMidi(bytes: Uint8Array): Result<MidiSong> {
  if (bytes.length > MAX_MIDI_BYTES) {
    return err(fail('midi-too-large', `The file has ${bytes.length} bytes.`))
  }
  const chunks = midiChunks(bytes)
  if (!chunks.ok) return chunks
  const data = parsed(chunks.value)
  if (data === undefined) return damaged('An event of the file is none.')
  const division = ticksPerBeat(data.header)
  if (division === undefined) return damaged('The file does not say how long its ticks are.')
  const tracks: TimedEvent[][] = []
  for (const [index, events] of data.tracks.entries()) {
    const track = timed(events, division)
    if (track === undefined) return damaged(`Track ${index + 1} breaks off or has no sense.`)
    tracks.push(track)
  }
  return ok({ tracks, tick: 1 / division, inBeats: data.header.ticksPerBeat !== undefined })
}

function damaged(what: string): Result<never, Failure> {
  return err(fail('midi-damaged', what))
}

/** The parser throws words where it finds none of its own, and has a limit to the length of texts. */
function parsed(bytes: Uint8Array): MidiData | undefined {
  try {
    return parseMidi(bytes)
  } catch {
    return undefined
  }
}

function ticksPerBeat(header: MidiData['header']): number | undefined {
  const { framesPerSecond, ticksPerFrame } = header
  if (header.ticksPerBeat !== undefined) return header.ticksPerBeat || undefined
  if (framesPerSecond === undefined || ticksPerFrame === undefined || ticksPerFrame <= 0) {
    return undefined
  }
  // 29 stands for 30 frames dropped to 29.97.
  const rate = framesPerSecond === 29 ? 30_000 / 1001 : framesPerSecond
  if (![24, 25, 29, 30].includes(framesPerSecond)) return undefined
  return (rate * ticksPerFrame * 60) / FRAMES_TEMPO
}

/** Events at their beats; undefined where one has a number that no MIDI event has: the parser reads over ends. */
function timed(events: readonly MidiEvent[], division: number): TimedEvent[] | undefined {
  const list: TimedEvent[] = []
  let ticks = 0
  for (const event of events) {
    if (!isWhole(event.deltaTime, 2 ** 28) || !isSane(event)) return undefined
    ticks += event.deltaTime
    const beat = ticks / division
    if (beat > FARTHEST) return undefined
    list.push({ beat, event })
    if (event.type === 'endOfTrack') break
  }
  return list
}

function isSane(event: MidiEvent): boolean {
  return numbersOf(event).every(([value, below]) => isWhole(value, below))
}

/** The numbers of an event that we go by, each with what it is below. */
function numbersOf(event: MidiEvent): readonly (readonly [number, number])[] {
  if (event.type === 'noteOn' || event.type === 'noteOff') {
    return [
      [event.noteNumber, 128],
      [event.velocity, 128],
    ]
  }
  if (event.type === 'controller') {
    return [
      [event.controllerType, 128],
      [event.value, 128],
    ]
  }
  if (event.type === 'noteAftertouch') {
    return [
      [event.noteNumber, 128],
      [event.amount, 128],
    ]
  }
  if (event.type === 'programChange') return [[event.programNumber, 128]]
  if (event.type === 'channelAftertouch') return [[event.amount, 128]]
  if (event.type === 'pitchBend') return [[event.value + 8192, 16_384]]
  if (event.type === 'setTempo') return [[event.microsecondsPerBeat, 2 ** 24]]
  if (event.type === 'timeSignature') return [[event.numerator, 256]]
  return []
}

function isWhole(value: number, below: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < below
}
