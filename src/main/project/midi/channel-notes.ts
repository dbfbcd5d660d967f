import type { MidiEvent } from 'midi-file'
import type { Beats, ExpressionPoint, Note } from '#shared/graph'

type Dimension = 'pitch' | 'pressure' | 'timbre'

/** A note that sounds while the events of its channel are read. */
interface Sounding {
  readonly start: Beats
  readonly key: number
  readonly velocity: number
  readonly expressions: Partial<Record<Dimension, ExpressionPoint[]>>
  release: number | undefined
  /** Let go, and held by the pedal. */
  held: boolean
}

/** A note with its place in the song, without an id as yet. */
export type MidiNote = Omit<Note, 'id'>

/** How far a full bend goes before a file says it: 2 semitones, in MPE 48. */
export const PLAIN_BEND = 2

/** Of a file that never lets go, the oldest note ends when there are so many. */
const MOST_AT_ONCE = 128

const Controller = {
  dataEntry: 6,
  dataEntryFine: 38,
  sustain: 64,
  brightness: 74,
  otherFine: 98,
  otherCoarse: 99,
  fine: 100,
  coarse: 101,
  soundOff: 120,
  reset: 121,
  notesOff: 123,
} as const

const NO_PARAMETER = 0x3fff
const BEND_RANGE = 0

/**
 * The notes of one MIDI channel: bends, pressure and brightness (CC 74) become expression of the notes that sound
 * then, the sustain pedal makes notes longer, and of notes of one key the first that began ends first.
 */
export class ChannelNotes {
  readonly notes: MidiNote[] = []
  /** Points of expression so far. */
  points = 0
  /** The longest list of them in one note. */
  longest = 0
  readonly #tick: Beats
  #bendRange: { semitones: number; cents: number }
  #sounding: Sounding[] = []
  #present: Partial<Record<Dimension, number>> = {}
  #bend = 0
  #pedal = false
  #parameter = NO_PARAMETER

  constructor(tick: Beats, bendRange: number) {
    this.#tick = tick
    this.#bendRange = { semitones: bendRange, cents: 0 }
  }

  /** The registered parameter that data is entered for: 0 is the range of bends, 6 an MPE zone. */
  get parameter(): number {
    return this.#parameter
  }

  set bendRange(semitones: number) {
    this.#bendRange = { semitones, cents: 0 }
  }

  take(beat: Beats, event: MidiEvent): void {
    if (event.type === 'noteOn') this.#begin(beat, event.noteNumber, event.velocity)
    else if (event.type === 'noteOff') {
      this.#letGo(beat, event.noteNumber, event.byte9 === true ? 0 : event.velocity)
    } else if (event.type === 'pitchBend') {
      this.#bend = event.value / 8192
      this.#express(beat, 'pitch', this.#bent())
    } else if (event.type === 'channelAftertouch') {
      this.#express(beat, 'pressure', share(event.amount))
    } else if (event.type === 'noteAftertouch') {
      for (const sounding of this.#sounding) {
        if (sounding.key !== event.noteNumber) continue
        this.#point(sounding, beat, 'pressure', share(event.amount))
      }
    } else if (event.type === 'controller') {
      this.#control(beat, event.controllerType, event.value)
    }
  }

  /** Ends whatever sounds still. */
  end(beat: Beats): void {
    this.#finish(beat, () => true)
  }

  #begin(beat: Beats, key: number, velocity: number): void {
    if (this.#pedal) this.#finish(beat, sounding => sounding.held && sounding.key === key)
    const oldest = this.#sounding.length < MOST_AT_ONCE ? undefined : this.#sounding.shift()
    if (oldest !== undefined) this.#keep(beat, oldest)
    const sounding: Sounding = {
      start: beat,
      key,
      velocity: share(velocity),
      expressions: {},
      release: undefined,
      held: false,
    }
    this.#sounding.push(sounding)
    for (const dimension of ['pitch', 'pressure', 'timbre'] as const) {
      const value = this.#present[dimension]
      if (value !== undefined) this.#point(sounding, beat, dimension, value)
    }
  }

  #letGo(beat: Beats, key: number, velocity: number): void {
    const sounding = this.#sounding.find(candidate => !candidate.held && candidate.key === key)
    if (sounding === undefined) return
    sounding.release = velocity === 0 ? undefined : share(velocity)
    if (this.#pedal) sounding.held = true
    else this.#finish(beat, candidate => candidate === sounding)
  }

  #control(beat: Beats, controller: number, value: number): void {
    switch (controller) {
      case Controller.sustain:
        this.#pedal = value >= 64
        if (!this.#pedal) this.#finish(beat, sounding => sounding.held)
        return
      case Controller.brightness:
        return this.#express(beat, 'timbre', share(value))
      case Controller.coarse:
        this.#parameter = (this.#parameter & 0x7f) | (value << 7)
        return
      case Controller.fine:
        this.#parameter = (this.#parameter & 0x3f80) | value
        return
      case Controller.otherCoarse:
      case Controller.otherFine:
        this.#parameter = NO_PARAMETER
        return
      case Controller.dataEntry:
        return this.#setRange(beat, { semitones: value, cents: 0 })
      case Controller.dataEntryFine:
        return this.#setRange(beat, { ...this.#bendRange, cents: value })
      case Controller.reset:
        this.#pedal = false
        this.#bend = 0
        this.#finish(beat, sounding => sounding.held)
        this.#express(beat, 'pitch', 0)
        return this.#express(beat, 'pressure', 0)
      case Controller.soundOff:
        return this.#finish(beat, () => true)
      case Controller.notesOff:
        for (const sounding of this.#sounding) sounding.held = this.#pedal
        if (!this.#pedal) this.#finish(beat, () => true)
        return
      default:
    }
  }

  #setRange(beat: Beats, range: { semitones: number; cents: number }): void {
    if (this.#parameter !== BEND_RANGE) return
    this.#bendRange = range
    this.#express(beat, 'pitch', this.#bent())
  }

  #bent(): number {
    const { semitones, cents } = this.#bendRange
    return rounded(Math.max(-127, Math.min(127, this.#bend * (semitones + cents / 100))), 1e5)
  }

  #express(beat: Beats, dimension: Dimension, value: number): void {
    if (value === (this.#present[dimension] ?? (dimension === 'timbre' ? undefined : 0))) return
    this.#present[dimension] = value
    for (const sounding of this.#sounding) this.#point(sounding, beat, dimension, value)
  }

  #point(sounding: Sounding, beat: Beats, dimension: Dimension, value: number): void {
    const points = sounding.expressions[dimension]
    const at = beat - sounding.start
    const last = points?.at(-1)
    if (last?.beat === at) {
      last.value = value
      return
    }
    // Notes begin unbent and without pressure anyway.
    if (value === 0 && points === undefined && dimension !== 'timbre') return
    const list = (sounding.expressions[dimension] ??= [])
    list.push({ beat: at, value })
    this.points += 1
    this.longest = Math.max(this.longest, list.length)
  }

  #finish(beat: Beats, which: (sounding: Sounding) => boolean): void {
    const ending = this.#sounding.filter(which)
    if (ending.length === 0) return
    for (const sounding of ending) this.#keep(beat, sounding)
    this.#sounding = this.#sounding.filter(sounding => !ending.includes(sounding))
  }

  #keep(end: Beats, { start, key, velocity, release, expressions }: Sounding): void {
    this.notes.push({
      start,
      length: Math.max(end - start, this.#tick),
      key,
      velocity,
      ...(release !== undefined && { release }),
      ...expressions,
    })
  }
}

/** Seven bits as a part of 1, in as few digits as tell them apart. */
function share(value: number): number {
  return rounded(value / 127, 1e4)
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps
}
