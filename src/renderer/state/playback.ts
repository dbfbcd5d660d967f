import type { TransportState } from '#shared/contract'
import { err, fail, ok, type Frames, type Result } from '#shared/kit'

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
  /** Opens the microphone or line input; of the output it takes the clock. */
  openInput(options: InputOptions): Promise<Result<InputFacts>>
  closeInput(): void
  monitorInput(on: boolean): void
  /** What came in since the last call. */
  takeInput(): InputPart | undefined
  /** Loudest sample of each output channel since the last call. */
  takePeaks(): readonly [left: number, right: number]
}

/** How the audio input is opened. */
export interface InputOptions {
  /** Id of the device; the system's own choice where it is left out. */
  readonly device?: string
  /** Whether it is heard. */
  readonly monitor: boolean
}

/** What is known of an input that is open. */
export interface InputFacts {
  readonly name: string
  readonly device?: string
  readonly channels: number
  /** Seconds from what is played to what comes back of it: of output and input together, as the browser tells. */
  readonly latency: number
}

/** What came in: interleaved, two channels; and for each 128 frames which frame of the timeline was played, or NaN. */
export interface InputPart {
  readonly samples: Float32Array<ArrayBuffer>
  readonly positions: Float64Array<ArrayBuffer>
  /** Quanta that were lost before it. */
  readonly lost: number
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
  openInput: () => Promise.resolve(err(fail('device-unavailable', 'There is no sound here.'))),
  closeInput: () => {},
  monitorInput: () => {},
  takeInput: () => undefined,
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
