import { choice, control, factor, kernel, plain } from '../define-kernel'
import { divisions } from '../lib/note-lengths'

/** A value of a step; pitches are in octaves. */
const value = plain(-1_000_000, 1_000_000, 0)

/**
 * A step sequencer for control: up to 16 values, one after the other, and a gate that is on for the
 * part `gate` of each step. `glide` is the part of a step in which the value moves on in a line.
 *
 * By tempo the step follows from the position alone: `beat` (whole quarter notes) + `part` (of the
 * next), by `division`. By clock each rising edge goes a step on, and a rising edge at `reset` makes
 * the next one the first; a step is then taken to last as long as the one before it, and the very
 * first takes its gate from the clock.
 */
export const step = kernel('step', {
  inputs: { clock: control(), reset: control() },
  outputs: { out: control(), gate: control() },
  params: {
    source: choice(['clock', 'tempo']),
    division: choice(divisions),
    steps: plain(1, 16, 16),
    gate: factor(0, 1, 0.5),
    glide: factor(0, 1, 0),
    beat: plain(-16_777_216, 16_777_216, 0),
    part: factor(0, 1, 0),
    value1: value,
    value2: value,
    value3: value,
    value4: value,
    value5: value,
    value6: value,
    value7: value,
    value8: value,
    value9: value,
    value10: value,
    value11: value,
    value12: value,
    value13: value,
    value14: value,
    value15: value,
    value16: value,
  },
})
