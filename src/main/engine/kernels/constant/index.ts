import { control, kernel, plain } from '../define-kernel'

/** A param as a control signal. */
export const constant = kernel('constant', {
  inputs: {},
  outputs: { out: control() },
  params: { value: plain(-1_000_000, 1_000_000, 0) },
})
