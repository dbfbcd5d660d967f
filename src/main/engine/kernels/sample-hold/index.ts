import { choice, control, kernel } from '../define-kernel'

/**
 * Takes the input's value and holds it. 'sample' takes one at every rising edge of the trigger (from
 * below 0.5 to 0.5 or more); 'track' follows the input while the trigger is on, and holds while it is
 * off. Starts at 0.
 */
export const sampleHold = kernel('sample-hold', {
  inputs: { in: control(), trigger: control() },
  outputs: { out: control() },
  params: { mode: choice(['sample', 'track']) },
})
