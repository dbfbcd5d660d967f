import { choice, control, kernel, notes } from '../define-kernel'

/**
 * One note as control signals: the latest that is held. Pitch in octaves from middle C, bends
 * included; gate, 1 while any note is held; velocity of the note. Pitch and velocity stay after the end.
 * With `retrigger` the gate falls for one frame where another note takes over.
 */
export const noteToControl = kernel('note-to-control', {
  inputs: { notes: notes() },
  outputs: { pitch: control(), gate: control(), velocity: control() },
  params: { retrigger: choice(['on', 'off']) },
})
