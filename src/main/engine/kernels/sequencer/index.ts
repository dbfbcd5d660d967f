import { choice, control, factor, kernel, notes, plain } from '../define-kernel'
import { stepDivisions } from '../lib/note-lengths'
import { scaleNames } from '../lib/scale-names'

/**
 * A step sequencer that makes notes. Which step sounds follows from the position on the timeline alone,
 * so that seeking is exact: a note begins at the frame at which its step begins, and ends when the
 * timeline stops or jumps. Each input carries sixteen values (see `lane`): semitones above `root`,
 * velocities (0 is a rest) and gates, parts of the step (1 ties: the same pitch goes on, another begins
 * before the first ends). Pitches off the scale fall to the next below that is on it.
 *
 * `swing` delays every other step by that part of a step. 'random' takes a step by chance, the same at
 * each pass over the same position.
 */
export const sequencer = kernel('sequencer', {
  inputs: { pitches: control(), velocities: control(), gates: control() },
  outputs: { out: notes() },
  params: {
    tempo: plain(1, 999, 120),
    beat: plain(0, 16_000_000, 0),
    phase: factor(0, 1, 0),
    division: choice(stepDivisions),
    length: plain(1, 16, 16),
    direction: choice(['forward', 'backward', 'ping-pong', 'random']),
    swing: factor(0, 0.75, 0),
    root: plain(0, 127, 48),
    scale: choice(scaleNames),
    transpose: plain(-48, 48, 0),
  },
})
