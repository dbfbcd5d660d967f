import type { LiveInput } from '#shared/contract'
import { clamp, unreachable } from '#shared/kit'
import type { PlayedEvent } from '../../engine'
import { MidiMessages } from './midi-messages'

/** What moves a note. */
export type Move = 'pitch' | 'pressure' | 'timbre'

/** A note that sounds by hand. */
interface Held {
  readonly id: string
  readonly channel: number
  readonly note: number
  /** As it began. */
  readonly key: number
  readonly velocity: number
  /** The key is down; otherwise the pedal alone holds it. */
  down: boolean
}

/** What a channel is set to: for its notes, and for those that begin on it. */
interface ChannelState {
  sustain: boolean
  readonly moves: Record<Move, number | undefined>
}

/** Who plays: to which node, and whether on an MPE instrument. */
export interface Player {
  readonly node?: string
  readonly mpe: boolean
}

/** Hears what becomes of what is played, and where it is to be kept, if that was said. */
type Hear = (event: PlayedEvent, position: number | undefined) => void

/** Of one instrument: more keys than anybody has; the first of them ends. */
const MOST_HELD = 256
/** The MPE channel that all notes listen to. */
const MASTER = 1

/** One player's notes: from what is done on an instrument to what happens to each note. Pedals hold notes here. */
export class HeldNotes {
  readonly #name: string
  readonly #node: string | undefined
  readonly #hear: Hear
  readonly #midi: MidiMessages
  #held: Held[] = []
  readonly #channels = new Map<number, ChannelState>()
  #count = 0

  constructor(name: string, { node, mpe }: Player, hear: Hear) {
    this.#name = name
    this.#node = node
    this.#midi = new MidiMessages(mpe)
    this.#hear = hear
  }

  take(input: LiveInput): void {
    switch (input.kind) {
      case 'midi':
        for (const read of this.#midi.read(input.bytes, timesOf(input))) this.take(read)
        return
      case 'on':
        return this.#begin(input)
      case 'off':
        return this.#letGo(input)
      case 'pitch':
        return this.#move(input, input.semitones)
      case 'pressure':
      case 'timbre':
        return this.#move(input, input.value)
      case 'sustain':
        return this.#pedal(input)
      case 'silence':
        return this.silence()
      default:
        return unreachable(input)
    }
  }

  /** Ends everything. */
  silence(): void {
    for (const held of this.#held) this.#end(held, 0)
    this.#held = []
    for (const channel of this.#channels.values()) channel.sustain = false
  }

  /** Everything has ended already. */
  forget(): void {
    this.#held = []
  }

  /** Everything that is held begins once more: who heard it is gone. */
  again(): void {
    for (const held of this.#held) this.#start(held)
  }

  #begin(input: Extract<LiveInput, { kind: 'on' }>): void {
    const { note, channel = 1, key = Math.min(note, 127), velocity, at, position } = input
    this.#drop(held => held.note === note && held.channel === channel, at)
    if (this.#held.length >= MOST_HELD) this.#drop(held => held === this.#held[0], at)
    const id = `${this.#name}/${this.#count++}`
    const held: Held = { id, channel, note, key, velocity, down: true }
    this.#held.push(held)
    this.#start(held, at, position)
  }

  #start(held: Held, at?: number, position?: number): void {
    this.#say(held, { kind: 'on', key: held.key, value: held.velocity }, at, position)
    for (const kind of ['pitch', 'pressure', 'timbre'] as const) {
      const value = this.#state(held.channel, kind)
      if (value !== undefined) this.#tell(held, kind, value, at)
    }
  }

  #letGo({ note, channel = 1, release = 0, at }: Extract<LiveInput, { kind: 'off' }>): void {
    for (const held of this.#held) {
      if (held.note === note && held.channel === channel) held.down = false
    }
    this.#release(release, at)
  }

  #pedal({ channel = 1, down, at }: Extract<LiveInput, { kind: 'sustain' }>): void {
    this.#channel(channel).sustain = down
    if (!down) this.#release(0, at)
  }

  /** Ends what neither a key nor a pedal holds. */
  #release(value: number, at: number | undefined): void {
    this.#drop(({ down, channel }) => !down && !this.#sustained(channel), at, value)
  }

  #drop(which: (held: Held) => boolean, at: number | undefined, value = 0): void {
    for (const held of this.#held.filter(which)) {
      this.#end(held, value, at)
      this.#held = this.#held.filter(other => other !== held)
    }
  }

  #end(held: Held, value: number, at?: number): void {
    this.#say(held, { kind: 'off', key: 0, value }, at)
  }

  #move({ kind, note, channel = 1, at }: Extract<LiveInput, { kind: Move }>, value: number): void {
    if (note === undefined) this.#channel(channel).moves[kind] = value
    for (const held of this.#held) {
      if (note === undefined) {
        if (!this.#reaches(channel, held)) continue
        this.#tell(held, kind, this.#state(held.channel, kind) ?? value, at)
      } else if (held.channel === channel && held.note === note) this.#tell(held, kind, value, at)
    }
  }

  #tell(held: Held, kind: Move, value: number, at: number | undefined): void {
    const bend = kind === 'pitch'
    this.#say(held, { kind, key: bend ? clamp(value, -127, 127) : 0, value: bend ? 0 : value }, at)
  }

  #say(
    { id, channel }: Held,
    event: Pick<PlayedEvent, 'kind' | 'key' | 'value'>,
    at: number | undefined,
    position?: number,
  ): void {
    this.#hear(
      {
        ...event,
        id,
        // The notes of an MPE instrument are of one instrument, whatever their channels.
        channel: this.#midi.mpe ? MASTER : channel,
        ...(this.#node !== undefined && { node: this.#node }),
        ...(at !== undefined && { at }),
      },
      position,
    )
  }

  /** What a channel is set to; in MPE bends of the master come on top. */
  #state(channel: number, kind: Move): number | undefined {
    const own = this.#channels.get(channel)?.moves[kind]
    if (!this.#midi.mpe || channel === MASTER) return own
    const master = this.#channels.get(MASTER)?.moves[kind]
    if (kind !== 'pitch' || own === undefined || master === undefined) return own ?? master
    return own + master
  }

  #reaches(channel: number, held: Held): boolean {
    return held.channel === channel || (this.#midi.mpe && channel === MASTER)
  }

  #sustained(channel: number): boolean {
    const down = (number: number) => this.#channels.get(number)?.sustain === true
    return down(channel) || (this.#midi.mpe && down(MASTER))
  }

  #channel(number: number): ChannelState {
    const known = this.#channels.get(number) ?? {
      sustain: false,
      moves: { pitch: undefined, pressure: undefined, timbre: undefined },
    }
    this.#channels.set(number, known)
    return known
  }
}

function timesOf({ at, position }: Extract<LiveInput, { kind: 'midi' }>) {
  return { ...(at !== undefined && { at }), ...(position !== undefined && { position }) }
}
