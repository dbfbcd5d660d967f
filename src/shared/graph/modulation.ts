import { fromKnob, toKnob, type NumberParam } from './params'

/**
 * A parameter's value under modulation. `amount` is the sum of signal × depth over the cables that end at it, in
 * knob positions: 1 is the whole way. So ±1 through a depth of 0.5 moves a cutoff as far as half a turn of its knob
 * does, whatever its curve, and the value stays within the range and on the parameter's steps.
 */
export function modulated(spec: NumberParam, value: number, amount: number): number {
  return amount === 0 ? value : fromKnob(spec, toKnob(spec, value) + amount)
}
