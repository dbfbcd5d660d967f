import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type * as FrameLoop from './frame-loop'

type Loops = typeof FrameLoop

const PAINT = 1000 / 60

/** Anew for each test: its clock begins anew. */
let loops: Loops

/** A screen of 60 paints a second, of which it does those that were asked for. */
let paints: number

beforeEach(async () => {
  vi.resetModules()
  loops = await import('./frame-loop')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  paints = 0
  vi.stubGlobal('requestAnimationFrame', (run: (now: number) => void) =>
    setTimeout(
      () => {
        paints += 1
        run(performance.now())
      },
      PAINT - (performance.now() % PAINT),
    ),
  )
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('what follows the sound is drawn thirty times a second, and nothing else is painted for it', () => {
  const drawn = vi.fn<(now: number) => void>()
  using loop = loops.onOtherFrame(drawn)
  vi.advanceTimersByTime(1000)
  expect(drawn.mock.calls.length).toBeGreaterThanOrEqual(28)
  expect(drawn.mock.calls.length).toBeLessThanOrEqual(32)
  expect(paints).toBeLessThanOrEqual(32)
  loop[Symbol.dispose]()
})

test('what follows a hand is drawn before every paint, beside it', () => {
  const [hand, sound] = [vi.fn<(now: number) => void>(), vi.fn<(now: number) => void>()]
  using _other = loops.onOtherFrame(sound)
  using _each = loops.onFrame(hand)
  vi.advanceTimersByTime(1000)
  expect(hand.mock.calls.length).toBeGreaterThanOrEqual(58)
  expect(sound.mock.calls.length).toBeLessThanOrEqual(36)
})

test('while sound nearly runs out, what follows it is drawn ten times a second', () => {
  const drawn = vi.fn<(now: number) => void>()
  using _loop = loops.onOtherFrame(drawn)
  vi.advanceTimersByTime(100)
  drawn.mockClear()
  loops.paintSparingly(true)
  vi.advanceTimersByTime(1000)
  expect(drawn.mock.calls.length).toBeGreaterThanOrEqual(8)
  expect(drawn.mock.calls.length).toBeLessThanOrEqual(11)
})

test('when nothing is left to draw the loop stops, and begins again for what comes', () => {
  using first = loops.onOtherFrame(() => {})
  vi.advanceTimersByTime(500)
  first[Symbol.dispose]()
  vi.advanceTimersByTime(200)
  paints = 0
  vi.advanceTimersByTime(1000)
  expect(paints).toBe(0)
  const drawn = vi.fn<(now: number) => void>()
  using _second = loops.onOtherFrame(drawn)
  vi.advanceTimersByTime(100)
  expect(drawn).toHaveBeenCalled()
})
