import { err, fail, ok, type Result } from '#shared/kit'
import { ChannelNotes, PLAIN_BEND, type MidiNote } from './channel-notes'
import { midiText } from './midi-text'
import type { MidiSong, TimedEvent } from './read-midi'

/** What becomes a track: the notes of one channel in one track of the file, or of one MPE zone. */
export interface MidiPart {
  readonly name: string
  /** In order of their beginnings. */
  readonly notes: readonly MidiNote[]
}

/** A project of so much could not be saved any more: what a note and a point of expression take in a file. */
const NOTE_BYTES = 250
const POINT_BYTES = 110
const MOST_BYTES = 40e6
const MOST_POINTS = 10_000

const CHANNELS = 16
const DRUMS = 9
const ZONE = 6
const ZONE_BEND = 48

/** The notes of a song, part by part; parts without notes are left out. */
export function midiParts(song: MidiSong): Result<readonly MidiPart[]> {
  const parts: MidiPart[] = []
  let size = 0
  for (const [index, events] of song.tracks.entries()) {
    const read = readTrack(events, song.tick)
    if (read === undefined) {
      return err(fail('midi-too-large', 'The file has too many notes, or bends them too often.'))
    }
    const lanes = [...read].filter(([, notes]) => notes.length > 0)
    const name = nameOf(events) ?? (lanes.length > 1 ? undefined : `Track ${index + 1}`)
    for (const [channel, notes] of lanes) {
      size += sizeOf(notes)
      parts.push({ name: partName(name, channel, lanes.length), notes })
    }
    if (size > MOST_BYTES) return err(fail('midi-too-large', 'The file has too many notes.'))
  }
  return parts.length === 0 ? err(fail('midi-empty', 'There is no note in it.')) : ok(parts)
}

function partName(track: string | undefined, channel: number, lanes: number): string {
  const own = channel === DRUMS ? 'Drums' : `Channel ${channel + 1}`
  if (track === undefined) return own
  return lanes > 1 ? `${track}: ${own}` : track
}

/** Notes by channel; of an MPE zone all by the channel of its master. Undefined where there is too much. */
function readTrack(
  events: readonly TimedEvent[],
  tick: number,
): ReadonlyMap<number, MidiNote[]> | undefined {
  const channels = Array.from({ length: CHANNELS }, () => new ChannelNotes(tick, PLAIN_BEND))
  const home = channels.map((_, channel) => channel)
  for (const { beat, event } of events) {
    if (!('channel' in event) || event.type === 'channelPrefix') continue
    const channel = channels[event.channel]
    if (channel === undefined) continue
    channel.take(beat, event)
    const isZone = event.type === 'controller' && event.controllerType === 6
    if (isZone && channel.parameter === ZONE) makeZone(event.channel, event.value, channels, home)
    if (tooMuch(channel)) return undefined
  }
  for (const channel of channels) channel.end(events.at(-1)?.beat ?? 0)
  const lanes = new Map<number, MidiNote[]>()
  for (const [channel, { notes }] of channels.entries()) {
    const lane = home[channel] ?? channel
    lanes.set(lane, (lanes.get(lane) ?? []).concat(notes))
  }
  for (const [lane, notes] of lanes) {
    lanes.set(
      lane,
      notes.toSorted((a, b) => a.start - b.start || a.key - b.key),
    )
  }
  return lanes
}

function tooMuch({ longest, points, notes }: ChannelNotes): boolean {
  return longest > MOST_POINTS || points * POINT_BYTES + notes.length * NOTE_BYTES > MOST_BYTES
}

/**
 * MPE (MIDI Polyphonic Expression 1.0): the message on channel 1 or 16 that so many channels beside it are one
 * instrument, with a bend of 48 semitones unless another is said later.
 */
function makeZone(
  master: number,
  members: number,
  channels: readonly ChannelNotes[],
  home: number[],
): void {
  if (master !== 0 && master !== CHANNELS - 1) return
  const step = master === 0 ? 1 : -1
  for (let count = 1; count <= Math.min(members, CHANNELS - 1); count++) {
    const member = channels[master + step * count]
    if (member === undefined) continue
    home[master + step * count] = master
    member.bendRange = ZONE_BEND
  }
}

function nameOf(events: readonly TimedEvent[]): string | undefined {
  for (const type of ['trackName', 'instrumentName'] as const) {
    for (const { event } of events) {
      const name = event.type === type ? midiText(event.text) : ''
      if (name !== '') return name
    }
  }
  return undefined
}

function sizeOf(notes: readonly MidiNote[]): number {
  return notes.reduce((sum, { pitch = [], pressure = [], timbre = [] }) => {
    const points = pitch.length + pressure.length + timbre.length
    return sum + NOTE_BYTES + points * POINT_BYTES
  }, 0)
}
