import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** How this computer is played; nothing of it is the project's. */
interface MidiPrefs {
  /** MIDI was wanted, so it is asked for again at the next start. */
  readonly wanted: boolean
  /** Names of devices that are not listened to. */
  readonly off: readonly string[]
  /** Listened to alone; 0 for all. */
  readonly channel: number
  readonly mpe: boolean
  /** A controller moves a parameter only once it has come to where that stands. */
  readonly pickup: boolean
  /** Lowest key on the screen and of the computer's keyboard. */
  readonly octave: number
  /** Velocity of the computer's keyboard. */
  readonly velocity: number
}

export const useMidiPrefs = create<MidiPrefs>()(
  persist(
    (): MidiPrefs => ({
      wanted: false,
      off: [],
      channel: 0,
      mpe: false,
      pickup: true,
      octave: 4,
      velocity: 0.8,
    }),
    { name: 'wireharp.midi', version: 1 },
  ),
)

export function setMidiPrefs(prefs: Partial<MidiPrefs>): void {
  useMidiPrefs.setState(prefs)
}
