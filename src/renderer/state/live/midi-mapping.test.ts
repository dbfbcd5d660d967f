import { expect, test } from 'vitest'
import { controllerAt, knobAt } from './midi-mapping'

const mapping = { id: 'm', node: 'n', param: 'gain', controller: 21 }

test.each([
  ['all of its way', {}, 0.25, 0.25],
  ['a part of it', { from: 0.2, to: 0.6 }, 0.25, 0.3],
  ['the other way round', { from: 1, to: 0 }, 0.25, 0.75],
  ['a part, the other way round', { from: 0.6, to: 0.2 }, 0.25, 0.5],
] as const)(
  'E-13 a controller turns a knob %s, and is found again',
  (_name, range, place, knob) => {
    const ranged = { ...mapping, ...range }
    expect(knobAt(ranged, place)).toBeCloseTo(knob)
    expect(controllerAt(ranged, knob, 0)).toBeCloseTo(place)
  },
)

test('E-13 a knob outside of the range is met at its end, and one that stands still anywhere', () => {
  expect(controllerAt({ ...mapping, from: 0.2, to: 0.6 }, 0.9, 0)).toBe(1)
  expect(controllerAt({ ...mapping, from: 0.6, to: 0.2 }, 0.9, 0)).toBe(0)
  expect(controllerAt({ ...mapping, from: 0.5, to: 0.5 }, 0.9, 0.1)).toBe(0.1)
})
