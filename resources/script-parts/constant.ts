import { channelOf, type Bus } from './bus'

/** The value of a knob as a signal. */
export function constant() {
  return (out: Bus, value: Float32Array): void => {
    out.width = 1
    channelOf(out, 0).set(value)
  }
}
