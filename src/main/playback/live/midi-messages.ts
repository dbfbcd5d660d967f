import type { LiveInput } from '#shared/contract'

/** What the registered parameters of a channel are set to by messages one after the other. */
interface Channel {
  parameter: number
  bendRange: number
}

/** Semitones of a full bend before an instrument says it; in MPE a note's own bend goes farther (RP-053). */
const PLAIN_BEND = 2
const MPE_BEND = 48
const NO_PARAMETER = 0x3fff
const BEND_RANGE = 0
const MPE_ZONE = 6

const Controller = {
  dataEntry: 6,
  sustain: 64,
  brightness: 74,
  otherFine: 98,
  otherCoarse: 99,
  fine: 100,
  coarse: 101,
  soundOff: 120,
  notesOff: 123,
} as const

/**
 * Reads the messages of a MIDI instrument (MIDI 1.0 Detailed Specification 4.2; MPE: RP-053): notes, bends, both kinds of pressure,
 * brightness (CC 74) as timbre, the sustain pedal, the range of bends (RPN 0), and the MPE zone (RPN 6).
 */
export class MidiMessages {
  readonly #channels = new Map<number, Channel>()
  /** Channels 2 to 16 have a note each. */
  mpe: boolean

  constructor(mpe: boolean) {
    this.mpe = mpe
  }

  /** What a message says; nothing where it is none of these. */
  read(bytes: readonly number[], common: { at?: number; position?: number } = {}): LiveInput[] {
    const [status = 0, first = 0, second = 0] = bytes
    if (first > 127 || second > 127) return []
    const channel = (status & 0x0f) + 1
    const { position, ...when } = common
    const where = { channel, ...when }
    switch (status & 0xf0) {
      case 0x80:
        return [{ kind: 'off', note: first, release: second / 127, ...where }]
      case 0x90: {
        if (second === 0) return [{ kind: 'off', note: first, ...where }]
        const place = position === undefined ? {} : { position }
        return [{ kind: 'on', note: first, velocity: second / 127, ...place, ...where }]
      }
      case 0xa0:
        return [{ kind: 'pressure', note: first, value: second / 127, ...where }]
      case 0xb0:
        return this.#controller(channel, first, second, where)
      case 0xd0:
        return [{ kind: 'pressure', value: first / 127, ...where }]
      case 0xe0: {
        const bend = (first + 128 * second - 8192) / 8192
        return [{ kind: 'pitch', semitones: bend * this.#channel(channel).bendRange, ...where }]
      }
      default:
        return []
    }
  }

  #controller(
    channel: number,
    controller: number,
    value: number,
    where: { channel: number; at?: number },
  ): LiveInput[] {
    const known = this.#channel(channel)
    switch (controller) {
      case Controller.sustain:
        return [{ kind: 'sustain', down: value >= 64, ...where }]
      case Controller.brightness:
        return [{ kind: 'timbre', value: value / 127, ...where }]
      case Controller.soundOff:
      case Controller.notesOff:
        return [{ kind: 'silence' }]
      case Controller.coarse:
        known.parameter = (known.parameter & 0x7f) | (value << 7)
        return []
      case Controller.fine:
        known.parameter = (known.parameter & 0x3f80) | value
        return []
      case Controller.otherCoarse:
      case Controller.otherFine:
        known.parameter = NO_PARAMETER
        return []
      case Controller.dataEntry:
        this.#enter(channel, known, value)
        return []
      default:
        return []
    }
  }

  #enter(channel: number, known: Channel, value: number): void {
    if (known.parameter === BEND_RANGE) {
      // In MPE the range of one note's channel is that of all of them.
      const same = this.mpe && channel > 1 ? noteChannels : [channel]
      for (const other of same) this.#channel(other).bendRange = Math.min(value, 96)
    } else if (known.parameter === MPE_ZONE && channel === 1) {
      this.mpe = value > 0
      this.#channels.clear()
    }
  }

  #channel(number: number): Channel {
    const bendRange = this.mpe && number > 1 ? MPE_BEND : PLAIN_BEND
    const known = this.#channels.get(number) ?? { parameter: NO_PARAMETER, bendRange }
    this.#channels.set(number, known)
    return known
  }
}

const noteChannels = Array.from({ length: 15 }, (_, index) => index + 2)
