import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import type { Reading } from '#shared/contract'
import { withPlugins } from '../tools/testing/with-plugins'
import { createSensorsService, ReadingManager } from '.'

const spec = { label: 'S', unit: '°C', min: 0, max: 100, rateHz: 50 }
const patient = { timeout: 15_000, interval: 10 }

async function sensing(code: string, sensors: object = { s: spec }) {
  const own = await withPlugins({ dev: { manifest: { sensors }, code } })
  const manager = new ReadingManager(own.runner)
  return {
    ...own,
    readings: manager,
    async [Symbol.asyncDispose]() {
      await manager[Symbol.asyncDispose]()
      await own[Symbol.asyncDispose]()
    },
  }
}

const log = async (own: Awaited<ReturnType<typeof sensing>>) =>
  (await own.manager.logs.tail('dev', 50)).map(({ text }) => text)

describe('S2-08 readings of sensors', () => {
  test('S2-05 a sensor is set up when somebody wants it, read at its rate, and torn down when nobody does', async () => {
    await using own = await sensing(`sensors: { s: (() => { let n = 0; return {
      setup: ({ log }) => log.info('up'), read: () => ++n, teardown: ({ log }) => log.info('down') } })() }`)
    expect(own.runner.running).toEqual([])
    const held = own.readings.hold('dev/s')
    await expect.poll(() => own.readings.latest('dev/s')?.value, patient).toBeGreaterThan(3)
    held[Symbol.dispose]()
    await expect.poll(() => log(own), patient).toEqual(['up', 'down'])
    const { value } = own.readings.latest('dev/s') ?? { value: 0 }
    await sleep(100)
    expect(own.readings.latest('dev/s')?.value).toBe(value)
    const values = own.readings.history('dev/s').map(reading => reading.value)
    expect(values).toEqual(values.map((_, index) => index + 1))
    expect(own.readings.latest('dev/s')).toMatchObject({ sourceId: 'dev/s', unit: '°C' })
  })

  test('one that fails says why, is tried again, and stops no other', async () => {
    await using own = await sensing(
      `sensors: { bad: (() => { let n = 0; return { read() { if (n++ === 0) throw new Error('no answer'); return 7 } } })(), good: { read: () => 1 } }`,
      { bad: spec, good: spec },
    )
    using _bad = own.readings.hold('dev/bad')
    using _good = own.readings.hold('dev/good')
    const badOne = () => own.readings.list().find(({ sourceId }) => sourceId === 'dev/bad')
    await expect.poll(() => badOne()?.problem, patient).toContain('no answer')
    await expect.poll(() => own.readings.latest('dev/good')?.value, patient).toBe(1)
    await expect.poll(() => own.readings.latest('dev/bad')?.value, patient).toBe(7)
    expect(badOne()?.problem).toBeUndefined()
  })

  test('one that gives no number says so', async () => {
    await using own = await sensing(`sensors: { s: { read: () => 'warm' } }`)
    using _held = own.readings.hold('dev/s')
    const problem = () => own.readings.list().find(({ sourceId }) => sourceId === 'dev/s')?.problem
    await expect.poll(problem, patient).toContain('finite number')
    expect(own.readings.latest('dev/s')).toBeUndefined()
  })

  test('what a sensor publishes by itself counts; for a sensor that it has not, nothing does', async () => {
    await using own = await sensing(`sensors: { s: {
      setup({ readings }) {
        readings.publish({ value: 42 })
        readings.publish({ sourceId: 'system/cpu', value: 99 })
      },
      read: () => 1 } }`)
    using _held = own.readings.hold('dev/s')
    await expect.poll(() => own.readings.history('dev/s')[0]?.value, patient).toBe(42)
    expect(own.readings.latest('system/cpu')).toBeUndefined()
  })

  test('a plugin that dies is set up anew, and disabled it is read no more', async () => {
    await using own = await sensing(`sensors: { s: {
      setup: ({ log }) => log.info('up'),
      async read({ storage }) {
        const seen = await storage.get('seen')
        await storage.set('seen', true)
        if (!seen) for (;;) {}
        return 5
      } } }`)
    using _held = own.readings.hold('dev/s')
    await expect.poll(() => own.readings.latest('dev/s')?.value, patient).toBe(5)
    unwrap(await own.manager.setEnabled('dev', false))
    expect(own.readings.has('dev/s')).toBe(false)
    await expect.poll(() => own.runner.running, patient).toEqual([])
  })

  test('whoever watches hears readings, and has them read meanwhile', async () => {
    await using own = await sensing(`sensors: { s: { read: () => 3 } }`)
    const service = createSensorsService(own.readings, () => {})
    const stop = new AbortController()
    const heard: Reading[] = []
    for await (const reading of service.watch({ sources: ['dev/s'] }, { signal: stop.signal })) {
      heard.push(reading)
      if (heard.length === 3) stop.abort()
    }
    expect(heard.map(({ value }) => value)).toEqual([3, 3, 3])
    await expect.poll(() => own.readings.list()[0]?.last?.value, patient).toBe(3)
  })
})
