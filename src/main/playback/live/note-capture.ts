import { beatsAt, type ExpressionPoint, type TempoMap } from '#shared/graph'
import type { CapturedNote } from '#shared/contract'
import type { Seconds } from '#shared/kit'
import type { PlayedEvent } from '../../engine'
import type { Move } from './held-notes'

/** How long what was played is kept. */
const KEPT: Seconds = 600
/** A pause after which something else is played, while the transport stands. */
const PAUSE: Seconds = 8
/** Whatever is played, no more is kept. */
const MOST_NOTES = 20_000
const MOST_POINTS = 500_000

/** Where the transport is. */
export interface Place {
  readonly time: Seconds
  readonly rolling: boolean
}

interface Played {
  readonly take: number
  readonly place: Seconds
  readonly rolling: boolean
  readonly begin: Seconds
  readonly event: PlayedEvent
  end: Seconds | undefined
  release: number
  readonly moves: Record<Move, { readonly after: Seconds; readonly value: number }[]>
}

/** Keeps what was played in the last minutes, so that it can be kept although nobody recorded. `now` is in seconds. */
export class NoteCapture {
  #played: Played[] = []
  readonly #sounding = new Map<string, Played>()
  /** Points of expression of all notes. */
  #points = 0
  #take = 0
  /** Of the present take: where it stands on the timeline while that does not roll, and its last event. */
  #origin: { readonly place: Seconds; readonly begin: Seconds } | undefined
  #last: Seconds = Number.NEGATIVE_INFINITY

  take(event: PlayedEvent, now: Seconds, place: Place): void {
    if (event.kind === 'on') this.#begin(event, now, place)
    else this.#change(event, now)
    this.#last = now
  }

  /** What comes is another take; what sounds ends. */
  cut(now: Seconds): void {
    for (const played of this.#sounding.values()) played.end = now
    this.#sounding.clear()
    this.#origin = undefined
    this.#take += 1
  }

  notes(map: TempoMap, now: Seconds): CapturedNote[] {
    this.#forget(now)
    return this.#played.map(played => noteOf(played, map, now))
  }

  #begin(event: PlayedEvent, now: Seconds, { time, rolling }: Place): void {
    this.#forget(now)
    if (!rolling && this.#sounding.size === 0 && now - this.#last > PAUSE) this.cut(now)
    this.#origin ??= { place: time, begin: now }
    const place = rolling ? time : this.#origin.place + now - this.#origin.begin
    const played: Played = {
      ...{ take: this.#take, place, rolling, begin: now, event, end: undefined, release: 0 },
      moves: { pitch: [], pressure: [], timbre: [] },
    }
    this.#played.push(played)
    this.#sounding.set(event.id, played)
  }

  #change({ kind, id, key, value }: PlayedEvent, now: Seconds): void {
    const played = this.#sounding.get(id)
    if (played === undefined || kind === 'on') return
    if (kind === 'off') {
      played.end = now
      played.release = value
      this.#sounding.delete(id)
      return
    }
    const points = played.moves[kind]
    const point = { after: now - played.begin, value: kind === 'pitch' ? key : value }
    if (this.#points >= MOST_POINTS) return
    this.#points += 1
    points.push(point)
  }

  #forget(now: Seconds): void {
    const recent = this.#played.filter(({ end = now }) => end > now - KEPT)
    if (recent.length === this.#played.length && recent.length <= MOST_NOTES) return
    this.#played = recent.slice(-MOST_NOTES)
    this.#points = this.#played.reduce((sum, { moves }) => sum + countOf(moves), 0)
  }
}

function countOf({ pitch, pressure, timbre }: Played['moves']): number {
  return pitch.length + pressure.length + timbre.length
}

function noteOf(played: Played, map: TempoMap, now: Seconds): CapturedNote {
  const { take, place, rolling, begin, event, end = now, release, moves } = played
  const start = beatsAt(map, place)
  const after = (time: Seconds) => Math.max(0, beatsAt(map, place + time) - start)
  const points = (kind: Move): ExpressionPoint[] =>
    moves[kind].map(({ after: time, value }) => ({ beat: after(time), value }))
  return {
    ...{ take, start, rolling, release, channel: event.channel },
    ...{ key: event.key, velocity: event.value, ago: now - begin },
    length: Math.max(1e-5, after(end - begin)),
    ...(event.node !== undefined && { node: event.node }),
    ...{ pitch: points('pitch'), pressure: points('pressure'), timbre: points('timbre') },
  }
}
