import type { BeatsPerMinute, Seconds } from '../kit'
import type { Beats } from './time-base'
import type { TransportSettings } from './transport-settings'

/** A stretch of the timeline in which the tempo stands, or goes in a straight line over the beats. */
interface Stretch {
  readonly beat: Beats
  readonly time: Seconds
  readonly bpm: BeatsPerMinute
  /** Change of the tempo a beat. */
  readonly slope: number
}

/** The tempo of a whole timeline, ready to be asked. The last stretch goes on for ever at its tempo. */
export type TempoMap = readonly Stretch[]

const known = new WeakMap<Pick<TransportSettings, 'tempo'>, TempoMap>()

/** The map of a document's transport; documents never change in place, so each is worked out once. */
export function tempoMapOf(
  transport: Pick<TransportSettings, 'tempo' | 'tempoCurve' | 'tempoMap'>,
): TempoMap {
  const before = known.get(transport)
  if (before !== undefined) return before
  const { tempo, tempoCurve, tempoMap } = transport
  const points = [{ beat: 0, bpm: tempo, curve: tempoCurve }, ...tempoMap]
  const map: Stretch[] = []
  let time = 0
  for (const [index, { beat, bpm, curve }] of points.entries()) {
    const next = points[index + 1]
    const length = next === undefined ? 0 : next.beat - beat
    const slope = curve === 'linear' && next && length > 0 ? (next.bpm - bpm) / length : 0
    const stretch = { beat, time, bpm, slope }
    map.push(stretch)
    time += secondsInto(stretch, length)
  }
  known.set(transport, map)
  return map
}

/** When a beat comes. */
export function secondsAt(map: TempoMap, beat: Beats): Seconds {
  const stretch = lastBefore(map, 'beat', beat)
  return stretch.time + secondsInto(stretch, beat - stretch.beat)
}

/** Which beat a time is. */
export function beatsAt(map: TempoMap, time: Seconds): Beats {
  const stretch = lastBefore(map, 'time', time)
  return stretch.beat + beatsInto(stretch, time - stretch.time)
}

export function bpmAt(map: TempoMap, beat: Beats): BeatsPerMinute {
  const stretch = lastBefore(map, 'beat', beat)
  return stretch.bpm + stretch.slope * Math.max(0, beat - stretch.beat)
}

/**
 * Where the tempo is v + s·x at x beats of the stretch, a beat takes 60 / (v + s·x) seconds: x beats take
 * 60/s · ln(1 + s·x/v). With u = s·x/v that is 60·x/v · ln(1 + u)/u, which holds for a standing tempo too.
 */
function secondsInto({ bpm, slope }: Stretch, beats: Beats): Seconds {
  const ramp = (slope * beats) / bpm
  return ((60 * beats) / bpm) * (ramp === 0 ? 1 : Math.log1p(ramp) / ramp)
}

/** The other way round: v/s · (e^(s·t/60) − 1). */
function beatsInto({ bpm, slope }: Stretch, time: Seconds): Beats {
  const ramp = (slope * time) / 60
  return ((bpm * time) / 60) * (ramp === 0 ? 1 : Math.expm1(ramp) / ramp)
}

const nowhere: Stretch = { beat: 0, time: 0, bpm: 120, slope: 0 }

function lastBefore(map: TempoMap, key: 'beat' | 'time', value: number): Stretch {
  let low = 1
  let high = map.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((map[middle]?.[key] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return map[low - 1] ?? nowhere
}
