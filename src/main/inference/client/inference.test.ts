import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../../kit'
import { Inference, type InferenceTask } from './inference'

const folder = mkdtempSync(join(tmpdir(), 'wireharp-inference-'))
afterAll(() => rmSync(folder, { recursive: true }))

let inference: Inference
beforeEach(() => (inference = new Inference({ log: silentLog })))
afterEach(() => inference[Symbol.asyncDispose]())

function sound(seconds: number) {
  const path = join(folder, `${seconds}.f32`)
  writeFileSync(path, new Uint8Array(seconds * 16_000 * 4))
  return { path, sampleRate: 16_000, channels: 1, frames: seconds * 16_000 }
}

const task = (input: unknown, more: Partial<InferenceTask> = {}): InferenceTask => ({
  pipeline: 'voice/find',
  input,
  folder,
  signal: new AbortController().signal,
  save: () => true,
  progress: () => undefined,
  log: () => undefined,
  ...more,
})

describe('S0-07 the process that runs models', () => {
  test('runs a pipeline, tells how far it is, and starts when it is needed', async () => {
    const told: number[] = []
    expect(inference.pid).toBeUndefined()
    const done = await inference.run(
      task({ sound: sound(20) }, { progress: part => told.push(part) }),
    )
    expect(done).toMatchObject({ ok: true, value: { detector: 'energy', spans: [] } })
    expect(told.length).toBeGreaterThan(5)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  test('two at once do not wait for one another; what is asked wrongly fails alone', async () => {
    const [first, wrong, unknown] = await Promise.all([
      inference.run(task({ sound: sound(5) })),
      inference.run(task({ nothing: true })),
      inference.run(task({}, { pipeline: 'no/such' })),
    ])
    expect(first).toMatchObject({ ok: true })
    expect(wrong).toMatchObject({ ok: false, error: { code: 'job-input-invalid' } })
    expect(unknown).toMatchObject({ ok: false, error: { code: 'job-kind-unknown' } })
  })

  test('killed, it fails what it ran, and the next gets a new process', async () => {
    const stop = new AbortController()
    const running = inference.run(
      task(
        { sound: sound(3000) },
        { progress: () => stop.abort(), signal: new AbortController().signal },
      ),
    )
    await new Promise(resolve => stop.signal.addEventListener('abort', resolve))
    const { pid = 0 } = inference
    process.kill(pid, 'SIGKILL')
    expect(await running).toMatchObject({ ok: false, error: { code: 'inference-died' } })
    expect(await inference.run(task({ sound: sound(1) }))).toMatchObject({ ok: true })
    expect(inference.pid).not.toBe(pid)
  })

  test('stopped, it answers within 250 ms', async () => {
    const stop = new AbortController()
    let stoppedAt = 0
    const progress = () => {
      stoppedAt ||= performance.now()
      stop.abort()
    }
    const result = await inference.run(
      task({ sound: sound(3000) }, { progress, signal: stop.signal }),
    )
    expect(result).toMatchObject({ ok: false })
    expect(performance.now() - stoppedAt).toBeLessThan(400)
  })

  test('F10 O09 of three at once the one whose process dies fails, and the others do not notice', async () => {
    const begun = [0, 1, 2].map(() => Promise.withResolvers<void>())
    const runs = [3000, 20, 20].map((seconds, at) =>
      inference.run(task({ sound: sound(seconds) }, { progress: () => begun[at]?.resolve() })),
    )
    await begun[0]?.promise
    expect(inference.pids).toHaveLength(3)
    process.kill(inference.pids[0] ?? 0, 'SIGKILL')
    const [died, ...others] = await Promise.all(runs)
    expect(died).toMatchObject({ ok: false, error: { code: 'inference-died' } })
    for (const other of others) expect(other).toMatchObject({ ok: true })
  })

  test('F10 O07 one that says nothing for too long is ended, and its process with it', async () => {
    await using impatient = new Inference({ log: silentLog, patience: 300 })
    const started = impatient.run(task({ sound: sound(3000) }, { progress: () => undefined }))
    const { pid = 0 } = impatient
    process.kill(pid, 'SIGSTOP')
    expect(await started).toMatchObject({ ok: false, error: { code: 'inference-stalled' } })
    await expect.poll(() => isGone(pid)).toBe(true)
  })
})

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}
