import { expect, test } from 'vitest'
import { Emitter } from './emitter'
import { eventStream } from './event-stream'

test('events that come while the consumer is busy wait for it, in order', async () => {
  using source = new Emitter<number>()
  const stop = new AbortController()
  const stream = eventStream(source, stop.signal)
  const first = stream.next()
  source.emit(1)
  source.emit(2)
  expect(await first).toEqual({ done: false, value: 1 })
  expect(await stream.next()).toEqual({ done: false, value: 2 })
  const last = stream.next()
  stop.abort()
  expect((await last).done).toBe(true)
  expect(source.size).toBe(0)
})

test('beyond the limit the oldest event is dropped, and the producer hears of it', async () => {
  using source = new Emitter<number>()
  const stop = new AbortController()
  let dropped = 0
  const stream = eventStream(source, stop.signal, { limit: 2, onDrop: () => dropped++ })
  const first = stream.next()
  for (let event = 1; event <= 5; event++) source.emit(event)
  expect((await first).value).toBe(4)
  expect((await stream.next()).value).toBe(5)
  expect(dropped).toBe(3)
  stop.abort()
  expect((await stream.next()).done).toBe(true)
})

test('a consumer that leaves takes its listener along', async () => {
  using source = new Emitter<number>()
  queueMicrotask(() => source.emit(7))
  for await (const event of eventStream(source)) {
    expect(event).toBe(7)
    break
  }
  expect(source.size).toBe(0)
})

test('a listener that is added while an event is emitted hears the next one only', () => {
  using source = new Emitter<number>()
  const heard: string[] = []
  source.on(event => {
    heard.push(`first ${event}`)
    if (event === 1) source.on(later => heard.push(`second ${later}`))
  })
  source.emit(1)
  source.emit(2)
  expect(heard).toEqual(['first 1', 'first 2', 'second 2'])
})
