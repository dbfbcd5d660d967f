import { expect, test } from 'vitest'
import { LONGEST_LOOK_AHEAD, LookAhead } from './look-ahead'

test('a gap that comes once is forgiven, however long, and a second within ten seconds makes it a quarter longer', () => {
  const ahead = new LookAhead(2048)
  expect(ahead.watch(1, 0, 0)).toBe(false)
  expect(ahead.watch(40, 0, 120)).toBe(false)
  expect(ahead.watch(40, 500, 5000)).toBe(false)
  expect(ahead.watch(41, 0, 9900)).toBe(true)
  expect(ahead.frames).toBe(2560)
})

test('gaps that lie further apart are forgiven', () => {
  const ahead = new LookAhead(2048)
  for (let gap = 0; gap < 20; gap++) {
    expect(ahead.watch(gap, 0, gap * 10_000)).toBe(false)
  }
})

test('the shortest grows by single quanta', () => {
  const ahead = new LookAhead(512)
  const grown = Array.from({ length: 8 }, (_, gap) => {
    ahead.watch(gap + 1, 0, gap * 1000)
    return ahead.frames
  })
  expect(grown).toEqual([512, 640, 640, 768, 768, 896, 896, 1024])
})

test('where sound stays away it grows within seconds up to the longest', () => {
  const ahead = new LookAhead(512)
  let now = 0
  for (; ahead.frames < LONGEST_LOOK_AHEAD; now += 20) ahead.watch(now + 1, 0, now)
  expect(now).toBeLessThan(7000)
  expect(ahead.watch(now + 100, 0, now + 5000)).toBe(false)
})

test('a step is taken back after five seconds in which it was not needed, and not below what was asked for', () => {
  const ahead = raised()
  expect(heard(ahead, { from: 2000, to: 60_000, left: 400 })).toEqual([[7000, 1024]])
})

test('it stays while a step less would not have been enough, and while there is silence', () => {
  const ahead = raised()
  expect(heard(ahead, { from: 2000, to: 60_000, left: 383 })).toEqual([])
  expect(heard(ahead, { from: 60_000, to: 90_000, left: undefined })).toEqual([])
  expect(heard(ahead, { from: 90_000, to: 94_000, left: 400 })).toEqual([])
  expect(heard(ahead, { from: 96_000, to: 112_000, left: 400 })).toEqual([[101_000, 1024]])
})

test('from far away it comes back step by step', () => {
  const ahead = raised()
  for (const [index, now] of [2000, 3000, 4000, 5000].entries()) ahead.watch(3 + index, 0, now)
  expect(ahead.frames).toBe(1920)
  expect(heard(ahead, { from: 5500, to: 60_000, left: 1500, underruns: 6 })).toEqual([
    [10_500, 1536],
    [16_000, 1152],
    [21_500, 1024],
  ])
})

test('where that proves wrong it waits twice as long the next time', () => {
  const ahead = raised()
  heard(ahead, { from: 2000, to: 7000, left: 400 })
  expect(ahead.frames).toBe(1024)
  expect(ahead.watch(3, 0, 20_000)).toBe(false)
  expect(ahead.watch(4, 0, 21_000)).toBe(true)
  expect(heard(ahead, { from: 21_500, to: 60_000, left: 400, underruns: 4 })).toEqual([
    [31_500, 1024],
  ])
})

/** Of 1024 frames that were too few. */
function raised(): LookAhead {
  const ahead = new LookAhead(1024)
  ahead.watch(1, 0, 0)
  ahead.watch(2, 0, 1000)
  expect(ahead.frames).toBe(1280)
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
  { from, to, left, underruns = 2 }: Hearing,
): [at: number, frames: number][] {
  const changes: [number, number][] = []
  for (let now = from; now <= to; now += 500) {
    if (ahead.watch(underruns, left, now)) changes.push([now, ahead.frames])
  }
  return changes
}
