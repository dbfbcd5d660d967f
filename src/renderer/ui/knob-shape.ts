import { toKnob, type NumberParam } from '#shared/graph'

/** Degrees from the top at which a knob begins; it ends as far on the other side. */
export const SWING = 135
export const RADIUS = 17

export function angle(position: number): number {
  return -SWING + position * 2 * SWING
}

/** Where the arc begins: at zero for ranges that go both ways, else at the low end. */
export function origin(spec: NumberParam): number {
  const bipolar = spec.curve === 'linear' && spec.min < 0 && spec.max > 0 && spec.min === -spec.max
  return bipolar ? toKnob(spec, 0) : 0
}

/** An arc around the knob between two angles, as an SVG path; `middle`: where the knob’s middle lies, in both directions. */
export function arc(from: number, to: number, radius = RADIUS, middle = 0): string {
  const large = to - from > 180 ? 1 : 0
  return `M${point(from, radius, middle)}A${radius} ${radius} 0 ${large} 1 ${point(to, radius, middle)}`
}

/** What points at an angle, from one distance of the middle to another, as an SVG path. */
export function hand(degrees: number, from: number, to: number, middle: number): string {
  return `M${point(degrees, from, middle)}L${point(degrees, to, middle)}`
}

function point(degrees: number, radius: number, middle: number): string {
  const radians = (degrees * Math.PI) / 180
  const x = middle + radius * Math.sin(radians)
  const y = middle - radius * Math.cos(radians)
  return `${x.toFixed(2)} ${y.toFixed(2)}`
}
