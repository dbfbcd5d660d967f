import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Copies } from './copies'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('copies go to the shell eight quanta at a time, in their order, and none waits longer than 30 ms', () => {
  const sent: number[][] = []
  const pipe = {
    sendAudioTogether: (blocks: readonly Uint8Array[]) =>
      void sent.push(blocks.map(([first]) => first ?? -1)),
  }
  const copies = new Copies(pipe)
  for (let block = 0; block < 10; block++) copies.add(Uint8Array.of(block), 128)
  expect(sent).toEqual([[0, 1, 2, 3, 4, 5, 6, 7]])
  vi.advanceTimersByTime(29)
  expect(sent).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(sent.at(-1)).toEqual([8, 9])
  copies.add(Uint8Array.of(10), 1024)
  expect(sent.at(-1)).toEqual([10])
  vi.advanceTimersByTime(1000)
  copies.flush()
  expect(sent).toHaveLength(3)
})
