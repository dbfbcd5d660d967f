import { expect, test } from 'vitest'
import { LONGEST_LOOK_AHEAD, LookAhead } from './look-ahead'

test('three gaps in two seconds are forgiven, a fourth doubles the look-ahead', () => {
  const ahead = new LookAhead(2048)
  expect(ahead.watch(2, 0, 0)).toBe(false)
  expect(ahead.watch(3, 0, 1000)).toBe(false)
  expect(ahead.watch(4, 0, 1900)).toBe(true)
  expect(ahead.frames).toBe(4096)
})

test('gaps that lie further apart are forgiven', () => {
  const ahead = new LookAhead(2048)
  for (let second = 0; second < 20; second++) {
    expect(ahead.watch(second, 0, second * 1000)).toBe(false)
  }
})

test('one long gap doubles it once, the next after two seconds again, up to the longest', () => {
  const ahead = new LookAhead(4096)
  const grown = Array.from({ length: 10 }, (_, second) =>
    ahead.watch(100 * (second + 1), 0, second * 1000),
  )
  expect(grown.filter(Boolean)).toHaveLength(2)
  expect(ahead.frames).toBe(LONGEST_LOOK_AHEAD)
})

test('it is halved again after fifteen seconds in which half would have been enough, and not below what was asked for', () => {
  const ahead = raised()
  const changes = heard(ahead, { from: 2000, to: 60_000, left: 1200 })
  expect(changes).toEqual([[17_000, 1024]])
})

test('it stays while half would not have been enough, and while there is silence', () => {
  const ahead = raised()
  expect(heard(ahead, { from: 2000, to: 60_000, left: 1151 })).toEqual([])
  expect(heard(ahead, { from: 60_000, to: 90_000, left: undefined })).toEqual([])
  expect(heard(ahead, { from: 90_000, to: 104_000, left: 1200 })).toEqual([])
  expect(heard(ahead, { from: 106_000, to: 122_000, left: 1200 })).toEqual([[121_000, 1024]])
})

test('from far away it comes back in steps of fifteen seconds', () => {
  const ahead = raised()
  ahead.watch(2000, 0, 3000)
  expect(ahead.frames).toBe(4096)
  expect(heard(ahead, { from: 5500, to: 60_000, left: 4000, underruns: 2000 })).toEqual([
    [20_500, 2048],
    [36_000, 1024],
  ])
})

test('where that proves wrong it waits twice as long the next time', () => {
  const ahead = raised()
  heard(ahead, { from: 2000, to: 17_000, left: 1200 })
  expect(ahead.frames).toBe(1024)
  expect(ahead.watch(1008, 0, 20_000)).toBe(true)
  expect(heard(ahead, { from: 20_500, to: 60_000, left: 1200, underruns: 1008 })).toEqual([
    [50_500, 1024],
  ])
})

/** Of 1024 frames that were too few. */
function raised(): LookAhead {
  const ahead = new LookAhead(1024)
  ahead.watch(1000, 0, 0)
  expect(ahead.frames).toBe(2048)
  return ahead
}

interface Hearing {
  readonly from: number
  readonly to: number
  readonly left: number | undefined
  readonly underruns?: number
}

/** When it became another, and which, while so many frames were left at the worst moment of each half second. */
function heard(
  ahead: LookAhead,
  { from, to, left, underruns = 1000 }: Hearing,
): [at: number, frames: number][] {
  const changes: [number, number][] = []
  for (let now = from; now <= to; now += 500) {
    if (ahead.watch(underruns, left, now)) changes.push([now, ahead.frames])
  }
  return changes
}
