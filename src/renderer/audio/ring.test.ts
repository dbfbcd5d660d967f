import { expect, test } from 'vitest'
import { allocateRing, Ring } from './ring'

const CAPACITY = 512

test('what is written is read, to the bit and in order, over many times around', () => {
  const { writer, read } = ring()
  writer.begin()
  writer.play()
  let next = 0
  for (let round = 0; round < 50; round++) {
    expect(writer.write(ramp(next, 128 + (round % 2) * 128), next)).toBe(true)
    for (let quantum = 0; quantum <= round % 2; quantum++) {
      const { left, right } = read()
      expect(left[0]).toBe(next)
      expect(left[127]).toBe(next + 127)
      expect(right[127]).toBe(-(next + 127))
      next += 128
    }
  }
})

test('indexes may pass 2^31 and 2^32', () => {
  const memory = allocateRing(CAPACITY)
  new Int32Array(memory.control).set([0x7fffff80, 0x7fffff80, 0x7fffff80])
  const { writer, read } = ring(memory)
  writer.play()
  for (let round = 0; round < 4; round++) {
    writer.write(ramp(round * 128, 128), round * 128)
    expect(writer.available).toBe(128)
    expect(read().left[5]).toBe(round * 128 + 5)
  }
})

test('a full ring takes nothing more', () => {
  const { writer } = ring()
  writer.begin()
  expect(writer.write(ramp(0, CAPACITY), 0)).toBe(true)
  expect(writer.write(ramp(0, 128), 0)).toBe(false)
  expect(writer.available).toBe(CAPACITY)
})

test('a new epoch drops what was not heard, at once', () => {
  const { writer, read } = ring()
  writer.begin()
  writer.write(ramp(1000, 256), 1000)
  writer.play()
  read()
  writer.begin()
  expect(writer.available).toBe(0)
  expect(read().left.every(sample => sample === 0)).toBe(true)
  writer.write(ramp(5000, 128), 5000)
  writer.play()
  expect(read().left[0]).toBe(5000)
})

test('an empty ring counts as an underrun while playing only', () => {
  const { writer, reader, read } = ring()
  read()
  expect(reader.underruns).toBe(0)
  writer.begin()
  writer.play()
  expect(read().heard).toBe(false)
  read()
  expect(reader.underruns).toBe(2)
})

test('a missing quantum fades: a sine never jumps by more than twice what it does by itself', () => {
  const { writer, reader, read } = ring(allocateRing(4096))
  writer.begin()
  writer.play()
  const heard: number[] = []
  const hear = (quanta: number) => {
    for (let quantum = 0; quantum < quanta; quantum++) heard.push(...read().left)
  }
  for (const [quantum, missing] of [0, 1, 3].entries()) {
    for (let part = 0; part < 2; part++) writer.write(sine((2 * quantum + part) * 128), 0)
    hear(2 + missing)
  }
  writer.write(sine(6 * 128), 0)
  hear(1)
  expect(reader.underruns).toBe(4)
  const steps = heard.slice(1).map((sample, index) => Math.abs(sample - (heard[index] ?? 0)))
  expect(Math.max(...steps)).toBeLessThan(2 * Math.sin(STEP))
  // Between two that are missing there is silence, and what was not touched by a gap is as it was.
  expect(heard.slice(8 * 128, 10 * 128).every(sample => sample === 0)).toBe(true)
  expect(heard.slice(6 * 128, 7 * 128)).toEqual([...mono(sine(5 * 128))])
})

test('the end plays out what is there, without an underrun', () => {
  const { writer, reader, read } = ring()
  writer.begin()
  writer.write(ramp(0, 128), 0)
  writer.play()
  writer.end()
  expect(read().heard).toBe(true)
  expect(read().heard).toBe(false)
  read()
  expect(reader.underruns).toBe(0)
  expect(reader.position).toBeUndefined()
})

test('the position is that of the quantum that is heard, and jumps where a loop does', () => {
  const { writer, reader, read } = ring()
  writer.begin()
  writer.write(ramp(0, 256), 9600)
  writer.write(ramp(0, 128), 0)
  writer.play()
  const heard = [1, 2, 3].map(() => {
    read()
    return reader.position
  })
  expect(heard).toEqual([9600, 9728, 0])
})

test('peaks are the loudest samples since they were taken', () => {
  const { writer, reader, read } = ring()
  writer.begin()
  const samples = new Float32Array(256)
  samples[10] = -0.5
  samples[11] = 0.25
  writer.write(samples, 0)
  writer.play()
  read()
  expect(reader.takePeaks()).toEqual([0.5, 0.25])
  expect(reader.takePeaks()).toEqual([0, 0])
})

test('it tells the fewest frames that were left after a read, since it was last asked', () => {
  const { writer, read } = ring()
  writer.begin()
  writer.play()
  writer.write(ramp(0, 384), 0)
  expect(writer.takeLowest()).toBeUndefined()
  read()
  read()
  writer.write(ramp(0, 256), 384)
  read()
  expect(writer.takeLowest()).toBe(128)
  expect(writer.takeLowest()).toBeUndefined()
  read()
  read()
  expect(writer.takeLowest()).toBe(0)
})

test('the writer is woken once so much was heard, and not before', async () => {
  const { writer, read } = ring()
  writer.begin()
  writer.play()
  writer.write(ramp(0, 512), 0)
  let woken = false
  const wake = writer.consumed(256, 5000).then(() => (woken = true))
  read()
  await new Promise(resolve => setTimeout(resolve, 30))
  expect(woken).toBe(false)
  read()
  await wake
})

function ring(memory = allocateRing(CAPACITY)) {
  const writer = new Ring(memory)
  const reader = new Ring(memory)
  const read = () => {
    const left = new Float32Array(128)
    const right = new Float32Array(128)
    return { heard: reader.read(left, right), left, right }
  }
  return { writer, reader, read }
}

/** Radians a frame: 440 Hz at 48 kHz. */
const STEP = (2 * Math.PI * 440) / 48_000

function sine(from: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_sample, index) =>
    Math.cos(STEP * (from + Math.floor(index / 2))),
  )
}

function mono(samples: Float32Array): Float32Array {
  return samples.filter((_sample, index) => index % 2 === 0)
}

/** Left counts up from `from`, right is its negative. */
function ramp(from: number, frames: number): Float32Array {
  return Float32Array.from({ length: frames * 2 }, (_sample, index) => {
    const value = from + Math.floor(index / 2)
    return index % 2 === 0 ? value : -value
  })
}
