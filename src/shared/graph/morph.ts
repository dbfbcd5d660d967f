import { fromKnob, toKnob, type ParamSpec, type ParamValue } from './params'

/**
 * A value between two, at 0 to 1 of the way. Numbers go along their knob, so that frequencies move by equal ratios;
 * all else switches in the middle.
 */
export function morphed(
  spec: ParamSpec,
  from: ParamValue,
  to: ParamValue,
  amount: number,
): ParamValue {
  if (amount <= 0 || from === to) return from
  if (amount >= 1) return to
  if (spec.kind !== 'number' || typeof from !== 'number' || typeof to !== 'number') {
    return amount < 0.5 ? from : to
  }
  const start = toKnob(spec, from)
  return fromKnob(spec, start + (toKnob(spec, to) - start) * amount)
}
