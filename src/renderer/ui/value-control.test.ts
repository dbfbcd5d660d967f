import { afterEach, expect, test, vi } from 'vitest'
import type { NumberParam } from '#shared/graph'
import { keyed, ValueControl } from './value-control'

const level: NumberParam = {
  kind: 'number',
  label: 'Level',
  unit: 'dB',
  min: -60,
  max: 40,
  default: 0,
  curve: 'linear',
}

afterEach(() => {
  vi.useRealTimers()
})

test('a drag over the whole travel covers the whole range, as one gesture', () => {
  const { control, gestures } = controlled(-60)
  control.grab(200)
  control.drag(150, false)
  control.drag(100, false)
  control.release()
  expect(gestures).toEqual([{ values: [-10, 40], ended: true }])
})

test('Shift makes a drag ten times finer', () => {
  const { control, gestures } = controlled(-10)
  control.grab(100)
  control.drag(90, true)
  control.release()
  expect(gestures[0]?.values[0]).toBeCloseTo(-9, 9)
})

test('a drag beyond the end turns back at once', () => {
  const { control, gestures } = controlled(30)
  control.grab(100)
  control.drag(0, false)
  control.drag(10, false)
  control.release()
  expect(gestures[0]?.values).toEqual([40, 30])
})

test('wheel notches that follow one another are one gesture', () => {
  vi.useFakeTimers()
  const { control, gestures } = controlled(0)
  control.turn(1, false)
  control.turn(1, false)
  vi.advanceTimersByTime(600)
  control.turn(-1, false)
  expect(gestures.map(gesture => gesture.ended)).toEqual([true, false])
  control[Symbol.dispose]()
  expect(gestures.map(gesture => gesture.ended)).toEqual([true, true])
})

test('keys step, jump to the ends and reset', () => {
  expect(keyed(level, 0, 'ArrowUp', false)).toBeCloseTo(1, 9)
  expect(keyed(level, 0, 'ArrowDown', true)).toBeCloseTo(-0.1, 9)
  expect(keyed(level, 0, 'Home', false)).toBe(-60)
  expect(keyed(level, 0, 'End', false)).toBe(40)
  expect(keyed(level, 12, 'Backspace', false)).toBe(0)
  expect(keyed(level, 0, 'a', false)).toBeUndefined()
  expect(keyed({ ...level, min: 1, max: 8, step: 1 }, 3, 'ArrowUp', true)).toBe(4)
})

function controlled(value: number) {
  const gestures: { values: number[]; ended: boolean }[] = []
  const begin = () => {
    const gesture = { values: new Array<number>(), ended: false }
    gestures.push(gesture)
    return {
      change: (next: number) => void gesture.values.push(next),
      [Symbol.dispose]: () => void (gesture.ended = true),
    }
  }
  return { control: new ValueControl({ spec: level, value, begin }, 100), gestures }
}
