import { expect, test } from 'vitest'
import { Strain } from './strain'

test('it begins when less than a quarter of the look-ahead was left, and ends three seconds after the last time', () => {
  const strain = new Strain()
  expect(strain.watch(0, 256, 1024, 0)).toBe(false)
  expect(strain.watch(0, 255, 1024, 100)).toBe(true)
  expect(strain.strained).toBe(true)
  expect(strain.watch(0, 100, 1024, 2000)).toBe(false)
  expect(strain.watch(0, 900, 1024, 4999)).toBe(false)
  expect(strain.watch(0, undefined, 1024, 5000)).toBe(true)
  expect(strain.strained).toBe(false)
})

test('a quantum that was missing is strain, however much is ready by now', () => {
  const strain = new Strain()
  expect(strain.watch(1, 1000, 1024, 0)).toBe(true)
  expect(strain.watch(1, 1000, 1024, 3000)).toBe(true)
  expect(strain.strained).toBe(false)
})
