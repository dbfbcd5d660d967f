import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { JobInfo, JobState } from '#shared/contract'
import { err, fail, unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../kit'
import { openStore, type Store } from '../store'
import { createJobs, type Jobs } from './create-jobs'
import type { JobKind } from './job-kind'
import { countingKind } from './testing/counting-kind'

let folder: string
let store: Store
let stack: AsyncDisposableStack
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-jobs-'))
  store = open()
  stack = new AsyncDisposableStack()
})
afterEach(async () => {
  await stack.disposeAsync()
  store[Symbol.dispose]()
  rmSync(folder, { recursive: true, force: true })
})

const open = (): Store =>
  unwrap(openStore({ path: join(folder, 'wireharp.db'), clock: systemClock, log: silentLog }))

function start(parts: Partial<Parameters<typeof createJobs>[0]> = {}): Jobs {
  const paths = { data: folder }
  const jobs = stack.use(createJobs({ store, paths, clock: systemClock, log: silentLog, ...parts }))
  jobs.register(countingKind())
  return jobs
}

let outs = 0
const count = (jobs: Jobs, parts: number, more: object = {}): JobInfo =>
  unwrap(jobs.create('test/count', { parts, out: join(folder, `out-${outs++}`), ...more }))
const call = { signal: new AbortController().signal }
const show = async (jobs: Jobs, job: string): Promise<JobInfo> =>
  unwrap(await jobs.service.show({ job }, call))
const numbers = (n: number): string => Array.from({ length: n }, (_, i) => `${i}\n`).join('')

async function until(jobs: Jobs, job: string, isThere: (job: JobInfo) => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (isThere(await show(jobs, job))) return
    await wait(5)
  }
  throw new Error(`the job stayed ${JSON.stringify(await show(jobs, job))}`)
}
const inState = (jobs: Jobs, job: string, state: JobState) =>
  until(jobs, job, found => found.state === state)

describe('S0-06 S0-07 jobs', () => {
  test('a job is there at once, runs, tells how far it is, and delivers', async () => {
    const jobs = start()
    const told: number[] = []
    jobs.changed.on(job => told.push(job.progress))
    const { id, state } = count(jobs, 10)
    expect(state).toBe('processing')
    const ended = unwrap(await jobs.ended(id))
    expect(ended).toMatchObject({
      state: 'completed',
      progress: 1,
      result: { sum: 45 },
      attempts: 1,
    })
    expect(told.filter(done => done > 0 && done < 1).length).toBeGreaterThan(5)
    expect(readFileSync(join(folder, `out-${outs - 1}`), 'utf8')).toBe(numbers(10))
    await vi.waitFor(() => expect(readdirSync(join(folder, 'jobs'))).toEqual([]))
    expect(unwrap(await jobs.service.log({ job: id }, call))[0]?.text).toBe('from 0')
  })

  test('what is asked wrongly gets a code and is not begun', async () => {
    const jobs = start()
    expect(jobs.create('no/such', {})).toMatchObject({ error: { code: 'job-kind-unknown' } })
    const wrong = jobs.create('test/count', { parts: 'many', out: '' })
    expect(wrong).toMatchObject({ error: { code: 'job-input-invalid', at: 'parts' } })
    expect(await jobs.service.show({ job: 'none' }, call)).toMatchObject({
      error: { code: 'job-unknown' },
    })
    expect(unwrap(await jobs.service.list({ limit: 10 }, call))).toEqual([])
  })

  test('equal work is not begun twice', () => {
    const jobs = start()
    const input = { parts: 5, out: join(folder, 'same') }
    const first = unwrap(jobs.create('test/count', input))
    expect(unwrap(jobs.create('test/count', input)).id).toBe(first.id)
  })
})

describe('S0-10 S3-09 lanes', () => {
  test('one at a time by default, ten wait, the eleventh is refused; a lane does not hold up another', async () => {
    const jobs = start()
    jobs.register(countingKind('other/count', 'other'))
    const first = count(jobs, 50)
    const waiting = Array.from({ length: 10 }, () => count(jobs, 1))
    expect(waiting.map(job => job.state)).toEqual(Array.from({ length: 10 }, () => 'pending'))
    const eleventh = jobs.create('test/count', { parts: 1, out: join(folder, 'eleven') })
    expect(eleventh).toMatchObject({ error: { code: 'queue-full' } })
    const other = jobs.create('other/count', { parts: 1, out: join(folder, 'other') })
    expect(unwrap(other).state).toBe('processing')
    expect(unwrap(await jobs.ended(first.id)).state).toBe('completed')
    for (const job of waiting) expect(unwrap(await jobs.ended(job.id)).state).toBe('completed')
  })

  test('S3-26 a high one comes before those that wait', async () => {
    const jobs = start()
    count(jobs, 5)
    const low = count(jobs, 1)
    const input = { parts: 1, out: join(folder, 'high') }
    const high = unwrap(jobs.create('test/count', input, 'high'))
    const [lowEnded, highEnded] = await Promise.all([jobs.ended(low.id), jobs.ended(high.id)])
    expect(unwrap(highEnded).startedAt).toBeLessThanOrEqual(unwrap(lowEnded).startedAt ?? 0)
    expect(unwrap(lowEnded).startedAt).toBeGreaterThanOrEqual(unwrap(highEnded).endedAt ?? 0)
  })

  test('jobs wait for memory, and one alone may need more than there is', async () => {
    const jobs = start({ memory: 100 })
    const large = { ...countingKind('large/a', 'a'), memory: () => 150 }
    jobs.register(large)
    jobs.register({ ...large, kind: 'large/b', lane: 'b' })
    const a = unwrap(jobs.create('large/a', { parts: 5, out: join(folder, 'a') }))
    const b = unwrap(jobs.create('large/b', { parts: 1, out: join(folder, 'b') }))
    expect([a.state, b.state]).toEqual(['processing', 'pending'])
    expect(unwrap(await jobs.ended(b.id)).state).toBe('completed')
  })
})

describe('S0-08 S3-30 stopping', () => {
  test.each([false, true])(
    'cancelled within 250 ms (deaf to it: %s); its files go, and the next job is not touched',
    async deaf => {
      const jobs = start()
      const { id } = count(jobs, 500, { deaf })
      const next = count(jobs, 3)
      await until(jobs, id, job => job.progress > 0)
      const began = performance.now()
      const cancelled = unwrap(await jobs.service.cancel({ job: id }, call))
      expect(performance.now() - began).toBeLessThan(deaf ? 400 : 250)
      expect(cancelled.state).toBe('cancelled')
      expect(unwrap(await jobs.ended(next.id))).toMatchObject({ state: 'completed' })
      await wait(50)
      expect((await show(jobs, id)).state).toBe('cancelled')
      if (!deaf) expect(existsSync(join(folder, 'jobs', id))).toBe(false)
    },
  )

  test('paused, it keeps what it has and goes on from there', async () => {
    const jobs = start()
    const { id } = count(jobs, 40)
    await until(jobs, id, job => job.progress > 0.2)
    expect(unwrap(await jobs.service.pause({ job: id }, call)).state).toBe('paused')
    const { progress } = await show(jobs, id)
    expect(progress).toBeGreaterThan(0.2)
    unwrap(await jobs.service.resume({ job: id }, call))
    expect(unwrap(await jobs.ended(id))).toMatchObject({ state: 'completed', result: { sum: 780 } })
    const log = unwrap(await jobs.service.log({ job: id }, call))
    expect(Number(log[1]?.text.slice(5))).toBeGreaterThan(7)
    expect(readFileSync(join(folder, `out-${outs - 1}`), 'utf8')).toBe(numbers(40))
  })

  test('what failed keeps its reason and can be tried again; what ended cannot be stopped', async () => {
    const jobs = start()
    const { id } = count(jobs, 4, { failAt: 2 })
    const failed = unwrap(await jobs.ended(id))
    expect(failed).toMatchObject({
      state: 'failed',
      retryable: true,
      failure: { code: 'disk-full' },
    })
    expect(await jobs.service.cancel({ job: id }, call)).toMatchObject({
      error: { code: 'job-state' },
    })
    unwrap(await jobs.service.retry({ job: id }, call))
    expect(unwrap(await jobs.ended(id))).toMatchObject({ state: 'failed', attempts: 2 })
    unwrap(await jobs.service.forget({ jobs: [id] }, call))
    expect(unwrap(await jobs.service.list({ limit: 10 }, call))).toEqual([])
  })
})

describe('across ends and processes', () => {
  test('quitting interrupts; the next start goes on by itself', async () => {
    const first = start()
    const { id } = count(first, 40)
    await until(first, id, job => job.progress > 0.2)
    await first[Symbol.asyncDispose]()
    expect(unwrap(store.jobs.get(id))?.state).toBe('interrupted')
    const second = start()
    expect(unwrap(await second.ended(id))).toMatchObject({ state: 'completed', attempts: 1 })
    const log = unwrap(await second.service.log({ job: id }, call))
    expect(Number(log[1]?.text.slice(5))).toBeGreaterThan(7)
  })

  test('F03 what gets on is not given up, however often it is interrupted; what does not is, after five', async () => {
    const idle: JobKind<object, object> = {
      kind: 'test/idle',
      lane: 'idle',
      input: z.object({}),
      title: () => 'Idle',
      run: ({ signal }) =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => resolve(err(fail('job-stopped', 'Stopped.'))))
        }),
    }
    let jobs = start()
    jobs.register(idle)
    const { id } = count(jobs, 90, { partMs: 2 })
    const stuck = unwrap(jobs.create('test/idle', {}))
    for (let turn = 0; turn < 7; turn++) {
      const { progress } = await show(jobs, id)
      await until(jobs, id, job => job.progress > progress)
      await jobs[Symbol.asyncDispose]()
      jobs = start()
      jobs.register(idle)
    }
    expect(await show(jobs, stuck.id)).toMatchObject({
      state: 'failed',
      retryable: true,
      failure: { code: 'job-crashed' },
    })
    expect(unwrap(await jobs.ended(id)).state).toBe('completed')
    expect(readFileSync(join(folder, `out-${outs - 1}`), 'utf8')).toBe(numbers(90))
  })

  test('F12 the clock of the machine jumps by hours and years: no job is lost, and none ends early', async () => {
    let shift = 0
    const clock = { ...systemClock, now: () => systemClock.now() + shift }
    const jobs = start({ clock })
    const all = [count(jobs, 25), count(jobs, 5), count(jobs, 5)]
    for (const hours of [-1, 87_600, -2, 8]) {
      shift += hours * 3_600_000
      await wait(20)
    }
    for (const { id } of all) {
      expect(unwrap(await jobs.ended(id)).state).toBe('completed')
    }
    expect(readFileSync(join(folder, `out-${outs - 3}`), 'utf8')).toBe(numbers(25))
  })

  test('a second process adds, stops and sees jobs that the first one does', async () => {
    const runner = start()
    const elsewhere = stack.use(open())
    const other = stack.use(
      createJobs({
        store: elsewhere,
        paths: { data: folder },
        clock: systemClock,
        log: silentLog,
      }),
    )
    other.register(countingKind())
    const { id } = count(other, 400)
    await inState(runner, id, 'processing')
    expect(unwrap(await other.service.cancel({ job: id }, call)).state).toBe('cancelled')
    expect((await show(runner, id)).state).toBe('cancelled')
  })

  test('jobs of a kind that is not there wait for it', async () => {
    const jobs = start()
    const gone = jobs.register(countingKind('late/count', 'late'))
    const busy = unwrap(jobs.create('late/count', { parts: 20, out: join(folder, 'x') }))
    const waits = unwrap(jobs.create('late/count', { parts: 1, out: join(folder, 'y') }))
    gone[Symbol.dispose]()
    await jobs.ended(busy.id)
    expect((await show(jobs, waits.id)).state).toBe('pending')
    jobs.register(countingKind('late/count', 'late'))
    expect(unwrap(await jobs.ended(waits.id)).state).toBe('completed')
  })

  test('the list comes first, then every change', async () => {
    const jobs = start()
    const stop = new AbortController()
    const seen: string[] = []
    const watching = (async () => {
      for await (const event of jobs.service.watch(undefined, { signal: stop.signal })) {
        seen.push(event.kind === 'job' ? event.job.state : event.kind)
      }
    })()
    await wait(1)
    await jobs.ended(count(jobs, 1).id)
    await wait(5)
    stop.abort()
    await watching
    expect(seen[0]).toBe('jobs')
    expect(seen[1]).toBe('pending')
    expect(seen.at(-1)).toBe('completed')
  })
})
