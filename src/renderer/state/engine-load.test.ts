import { expect, test } from 'vitest'
import { engineLoad, receiveLoad } from './engine-load'

test('E-21 the load follows what the engine measures, keeps its peak for ten seconds, and ends with the sound', () => {
  expect(engineLoad(0)).toBeUndefined()
  let now = 10_000
  const play = (load: number, ms: number) => {
    for (const end = now + ms; now < end; now += 32) receiveLoad(load, now)
  }
  play(0.1, 3000)
  receiveLoad(0.8, now)
  play(0.1, 4000)
  expect(engineLoad(now)?.mean).toBeCloseTo(0.1, 2)
  expect(engineLoad(now)?.most).toBe(0.8)
  play(0.1, 10_000)
  expect(engineLoad(now)?.most).toBe(0.1)
  receiveLoad(Number.NaN, now)
  expect(engineLoad(now)?.mean).toBeCloseTo(0.1, 2)
  expect(engineLoad(now + 2000)).toBeUndefined()
})
