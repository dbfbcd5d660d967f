import { control, factor, kernel, notes } from '../define-kernel'

/**
 * Notes from control signals: one begins where the gate rises through 0.5, at the pitch (octaves from
 * middle C) and with the velocity of that frame, and ends where it falls. While it is held, a pitch
 * that moves bends it, every 128 frames, in steps of 0.01 semitones at least.
 */
export const controlToNotes = kernel('control-to-notes', {
  inputs: { gate: control(), pitch: control() },
  outputs: { out: notes() },
  params: { velocity: factor(0, 1, 0.8) },
})
