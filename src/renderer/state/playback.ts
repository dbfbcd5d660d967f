import type { TransportState } from '#shared/contract'
import { ok, type Frames, type Result } from '#shared/kit'

/** What the sound output does for the rest of the app; `audio/` gives it, so that state knows no Web Audio. */
export interface Playback {
  /** Opens the output; must be called from a user's gesture the first time. */
  start(sampleRate: number): Promise<Result<void>>
  follow(state: TransportState): void
  /** Nothing more is heard, from now on and until play begins anew. */
  silence(): void
  /** Frames on the timeline of what is heard now; undefined while nothing is. */
  position(): Frames | undefined
  counters(): PlaybackCounters
  /** Seconds from a key to its sound, where that was measured. */
  keyLatency(): number | undefined
  /** A key was pressed: if nothing sounds, it is measured how long it takes to be heard. */
  keyPressed(): void
  /** Loudest sample of each output channel since the last call. */
  takePeaks(): readonly [left: number, right: number]
}

export interface PlaybackCounters {
  /** Quanta for which there was nothing to play. */
  readonly underruns: number
  readonly lookAhead: Frames
  /** The look-ahead has grown by itself. */
  readonly raised: boolean
  readonly buffered: Frames
  readonly state: 'off' | 'suspended' | 'running' | 'failed'
}

const none: Playback = {
  start: () => Promise.resolve(ok()),
  follow: () => {},
  silence: () => {},
  position: () => undefined,
  counters: () => ({ underruns: 0, lookAhead: 0, raised: false, buffered: 0, state: 'off' }),
  keyLatency: () => undefined,
  keyPressed: () => {},
  takePeaks: () => [0, 0],
}

let current = none

export function setPlayback(playback: Playback): void {
  current = playback
}

export function playback(): Playback {
  return current
}
