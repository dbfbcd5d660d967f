import { choice, control, kernel, notes, seconds } from '../define-kernel'

/**
 * Gives notes to voices. Channel v of each output belongs to voice v: frequency in hertz, bends and
 * glides included; gate, 1 while the note is held; trigger, 1 for the one frame at which a note
 * begins; velocity, pressure and timbre, 0 to 1 (timbre rests at 0.5, as MPE's does).
 *
 * A note takes the voice that has been free the longest, else steals the one that was released first,
 * else the one that was begun first. A gate that is up falls for one frame before its voice begins
 * anew, and every note's gate is up for one frame at least. What bends a note or presses it is tied to
 * it by its number (MIDI Polyphonic Expression, RP-053), and smoothed with a time constant of 5 ms.
 *
 * `release` is how long a voice is kept after the end of its note: `voices_active` gives the address of
 * one u32 a voice, 1 where the voice sounds in the quantum that was processed last. Of one that does not, signals
 * are not written. `glide` is the time
 * from one pitch to the next, linear in semitones. In 'mono' there is one voice, the latest held
 * note has it, and every note begins anew; in 'legato' notes that overlap only change the pitch.
 */
export const voices = kernel('voices', {
  inputs: { notes: notes() },
  outputs: {
    frequency: control({ channels: 'voices' }),
    gate: control({ channels: 'voices' }),
    trigger: control({ channels: 'voices' }),
    velocity: control({ channels: 'voices' }),
    pressure: control({ channels: 'voices' }),
    timbre: control({ channels: 'voices' }),
  },
  params: {
    mode: choice(['poly', 'mono', 'legato']),
    release: seconds(0, 60, 0.5),
    glide: seconds(0, 10, 0),
  },
})
