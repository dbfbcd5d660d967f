import { expect, test } from 'vitest'
import {
  decodeAudioPace,
  decodeAudioRequest,
  encodeAudioBlock,
  type AudioBlock,
  type AudioPace,
  type AudioRequest,
} from '#shared/contract'
import { allocateRing, Ring } from './ring'
import { Stream } from './stream'

test('play asks for twice the look-ahead, and after two seconds for what is missing of one', () => {
  const clock = { now: 0 }
  const { stream, asked, hear } = playing(clock)
  stream.follow(1, true)
  expect(asked).toEqual([{ epoch: 1, blocks: 8 }])
  for (let block = 0; block < 8; block++) {
    stream.receive(message({ epoch: 1, position: block * 128 }))
  }
  expect(hear()).toBe(true)
  hear()
  clock.now = 3999
  stream.pump()
  expect(asked.at(-1)).toEqual({ epoch: 1, blocks: 2 })
  for (let block = 0; block < 2; block++) stream.receive(message({ epoch: 1 }))
  clock.now = 4001
  for (let block = 0; block < 5; block++) hear()
  stream.pump()
  expect(asked).toHaveLength(3)
  expect(asked.at(-1)).toEqual({ epoch: 1, blocks: 1 })
})

test('nothing is heard before the look-ahead is full', () => {
  const { stream, ring, hear } = playing()
  stream.follow(1, true)
  for (let block = 0; block < 3; block++) stream.receive(message({ epoch: 1 }))
  expect(hear()).toBe(false)
  expect(ring.underruns).toBe(0)
  stream.receive(message({ epoch: 1 }))
  expect(hear()).toBe(true)
})

test('blocks of an older epoch are dropped', () => {
  const { stream, ring } = playing()
  stream.follow(1, true)
  stream.receive(message({ epoch: 1 }))
  stream.follow(2, true)
  stream.receive(message({ epoch: 1 }))
  expect(ring.available).toBe(0)
  stream.receive(message({ epoch: 2 }))
  expect(ring.available).toBe(128)
})

test('after the last block what is there is heard, and nothing more is asked for', () => {
  const { stream, asked, ring, hear } = playing()
  stream.follow(1, true)
  stream.receive(message({ epoch: 1, last: true }))
  stream.follow(2, false)
  expect(hear()).toBe(true)
  expect(hear()).toBe(false)
  stream.pump()
  expect(asked).toHaveLength(1)
  expect(ring.underruns).toBe(0)
})

test('silence comes at once', () => {
  const { stream, hear } = playing()
  stream.follow(1, true)
  for (let block = 0; block < 4; block++) stream.receive(message({ epoch: 1 }))
  stream.silence()
  expect(hear()).toBe(false)
})

test('blocks that never came are asked for again', () => {
  const clock = { now: 0 }
  const { stream, asked } = playing(clock)
  stream.follow(1, true)
  clock.now = 300
  stream.pump()
  expect(asked).toHaveLength(1)
  clock.now = 500
  stream.pump()
  expect(asked).toHaveLength(2)
})

test('a new connection is asked for what the old one owed', () => {
  const { stream, asked } = playing()
  stream.follow(1, true)
  stream.reconnected()
  expect(asked.map(({ blocks }) => blocks)).toEqual([8, 8])
})

test('an engine that answers itself is told how far this is, and asked no more while it sends', () => {
  const clock = { now: 5000 }
  const { stream, asked, told, hear } = playing(clock)
  stream.follow(1, true)
  stream.receive(message({ epoch: 1, frames: 1024, samples: new Float32Array(2048), handed: true }))
  // In the first four seconds twice as much is kept ready.
  expect(told).toEqual([{ epoch: 1, received: 1024, missing: 0, together: 2 }])
  hear()
  clock.now = 5030
  stream.pump()
  expect(told).toHaveLength(1)
  clock.now = 5040
  stream.pump()
  expect(told.at(-1)).toEqual({ epoch: 1, received: 1024, missing: 128, together: 2 })
  expect(asked).toHaveLength(1)
  // It has gone quiet: what is missing is asked for again.
  for (let block = 0; block < 7; block++) hear()
  clock.now = 5600
  stream.pump()
  expect(asked.at(-1)).toEqual({ epoch: 1, blocks: 8 })
})

test('a new connection counts from its beginning', () => {
  const { stream, told } = playing()
  stream.follow(1, true)
  const block = message({ epoch: 1, handed: true })
  for (let count = 0; count < 8; count++) stream.receive(block)
  expect(told).toHaveLength(1)
  stream.reconnected()
  stream.receive(block)
  expect(told.map(({ received }) => received)).toEqual([1024, 128])
})

test('mono is heard on both sides', () => {
  const { stream, ring } = playing()
  stream.follow(1, true)
  const samples = Float32Array.from({ length: 128 }, (_sample, index) => index)
  for (let block = 0; block < 4; block++) {
    stream.receive(message({ epoch: 1, channels: 1, samples }))
  }
  const left = new Float32Array(128)
  const right = new Float32Array(128)
  ring.read(left, right)
  expect(left).toEqual(samples)
  expect(right).toEqual(samples)
})

function playing(clock = { now: 0 }) {
  const memory = allocateRing(2048)
  const ring = new Ring(memory)
  const asked: AudioRequest[] = []
  const told: AudioPace[] = []
  const stream = new Stream({
    ring,
    lookAhead: () => 512,
    send(bytes) {
      const [request, pace] = [decodeAudioRequest(bytes), decodeAudioPace(bytes)]
      if (request !== undefined) asked.push(request)
      if (pace !== undefined) told.push(pace)
    },
    levels: () => {},
    now: () => clock.now,
  })
  const hear = () => new Ring(memory).read(new Float32Array(128), new Float32Array(128))
  return { stream, ring, asked, told, hear }
}

function message(block: Partial<AudioBlock>): ArrayBuffer {
  const bytes = encodeAudioBlock({
    epoch: 0,
    channels: 2,
    frames: 128,
    position: 0,
    layout: 0,
    last: false,
    stands: false,
    samples: new Float32Array(256).fill(0.5),
    levels: new Float32Array(),
    ...block,
  })
  return new Uint8Array(bytes).buffer
}
