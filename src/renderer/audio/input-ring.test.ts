import { expect, test } from 'vitest'
import { allocateInput, InputRing } from './input-ring'

const quantum = (value: number) => new Float32Array(128).fill(value)

function pair() {
  const memory = allocateInput()
  return { thread: new InputRing(memory), page: new InputRing(memory) }
}

test('E-14 what comes in is taken in order, with the place that sounded meanwhile; one channel is both', () => {
  const { thread, page } = pair()
  page.on = true
  thread.write([quantum(0.25)], 1280)
  thread.write([quantum(0.5), quantum(-0.5)], undefined)
  const part = page.take()
  expect([...(part?.positions ?? [])]).toEqual([1280, Number.NaN])
  expect(part?.samples.subarray(0, 2)).toEqual(Float32Array.of(0.25, 0.25))
  expect(part?.samples.subarray(256, 258)).toEqual(Float32Array.of(0.5, -0.5))
  expect(page.take()).toBeUndefined()
})

test('E-14 who comes too late is told how much was lost, and gets the rest in order', () => {
  const { thread, page } = pair()
  page.on = true
  for (let index = 0; index < 8200; index++) thread.write([quantum(index)], index * 128)
  const part = page.take()
  expect(part?.lost).toBe(9)
  expect(part?.positions[0]).toBe(9 * 128)
  expect(part?.positions.at(-1)).toBe(8199 * 128)
})

test('E-14 while it is off nothing is written', () => {
  const { thread, page } = pair()
  thread.write([quantum(1)], 0)
  expect(page.take()).toBeUndefined()
})
