import { playback } from '../playback'
import { heardNow, playLive } from './live-connection'
import { showHeld, showNothingHeld } from './held-keys'

/** Begins a note; `holder` says who holds it, and ends it. */
export function pressKey(holder: string, key: number, velocity: number): void {
  showHeld(holder, key)
  playback().keyPressed()
  playLive({
    kind: 'on',
    note: noteOf(holder, key),
    key,
    velocity,
    at: performance.now(),
    ...heardNow(),
  })
}

export function releaseKey(holder: string, key: number): void {
  showHeld(holder, undefined)
  playLive({ kind: 'off', note: noteOf(holder, key), at: performance.now() })
}

/** Semitones up or down, of everything that sounds. */
export function bend(semitones: number): void {
  playLive({ kind: 'pitch', semitones, at: performance.now() })
}

/** The timbre of everything that sounds, 0 to 1. */
export function modulateNotes(value: number): void {
  playLive({ kind: 'timbre', value, at: performance.now() })
}

export function pedal(down: boolean): void {
  playLive({ kind: 'sustain', down, at: performance.now() })
}

/** Everything ends. */
export function silenceNotes(): void {
  showNothingHeld()
  playLive({ kind: 'silence' })
}

/** The pointer and the computer's keyboard may hold the same key, and end it one by one. */
function noteOf(holder: string, key: number): number {
  return holder.startsWith('code ') ? 1000 + key : key
}
