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

/** An arc around the knob between two angles, as an SVG path. */
export function arc(from: number, to: number, radius = RADIUS): string {
  const [x1, y1] = point(from, radius)
  const [x2, y2] = point(to, radius)
  return `M${x1} ${y1}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${x2} ${y2}`
}

function point(degrees: number, radius: number): [string, string] {
  const radians = (degrees * Math.PI) / 180
  return [(radius * Math.sin(radians)).toFixed(2), (-radius * Math.cos(radians)).toFixed(2)]
}
