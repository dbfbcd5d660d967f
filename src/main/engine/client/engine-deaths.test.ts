import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { decodeAudioBlock } from '#shared/contract'
import { silentLog } from '../../kit'
import { enginePids } from '../testing/engine-pids'
import { graphOf, kernelNode } from '../testing/in-process'
import { RealTimeEngine } from './real-time-engine'

const graph = graphOf([kernelNode('osc', 'oscillator')], ['osc>output'])

function statusOf(engine: RealTimeEngine) {
  const [status] = engine.present
  return status?.kind === 'status' ? status : undefined
}

/** The next block that is asked for. */
async function nextBlock(engine: RealTimeEngine) {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof decodeAudioBlock>>()
  using _blocks = engine.blocks.on(bytes => resolve(decodeAudioBlock(bytes.buffer)))
  engine.pull({ epoch: engine.state.epoch, blocks: 1 })
  return await promise
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 300) throw new Error('It never came to that')
    await sleep(10)
  }
}

/** It plays, and its spare has been started. */
async function sound(engine: RealTimeEngine): Promise<void> {
  engine.load('p', graph)
  engine.play(48_000)
  await nextBlock(engine)
  await until(() => enginePids().length === 2)
}

function kill(pid: number | undefined): void {
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
}

/** Zombies are children too: their state is Z. */
function zombies(): number {
  return readdirSync('/proc').filter(name => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')
      return stat?.[0] === 'Z' && Number(stat[1]) === process.pid
    } catch {
      return false
    }
  }).length
}

const descriptors = () => readdirSync('/proc/self/fd').length

describe.runIf(process.platform === 'linux')('F09 the engine dies', () => {
  test(
    '15 times while it plays: the sound comes back where it was, and nothing is left over',
    { timeout: 60_000 },
    async () => {
      await using engine = new RealTimeEngine(silentLog)
      await sound(engine)
      const before = descriptors()
      for (let death = 1; death <= 15; death++) {
        const at = engine.state.position
        kill(enginePids()[0])
        await until(() => statusOf(engine)?.restarts === death)
        expect((await nextBlock(engine))?.position).toBe(at)
        await until(() => enginePids().length === 2)
      }
      await sleep(200)
      expect(zombies()).toBe(0)
      expect(descriptors()).toBeLessThanOrEqual(before + 2)
    },
  )

  test(
    'while the spare has not started yet and gets no processor: it is waited for, and sounds',
    { timeout: 60_000 },
    async () => {
      await using engine = new RealTimeEngine(silentLog)
      await sound(engine)
      const [sounding = 0, spare = 0] = enginePids()
      process.kill(spare, 'SIGSTOP')
      kill(sounding)
      await until(() => statusOf(engine)?.restarts === 1)
      const block = nextBlock(engine)
      // Longer than one that had started might be silent.
      await sleep(3000)
      process.kill(spare, 'SIGCONT')
      expect((await block)?.epoch).toBe(engine.state.epoch)
      expect(statusOf(engine)).toMatchObject({ restarts: 1, state: 'ready' })
    },
  )

  test(
    'while nothing plays, three times: it is down, and play gets it up again',
    { timeout: 60_000 },
    async () => {
      await using engine = new RealTimeEngine(silentLog)
      engine.load('p', graph)
      for (let death = 1; death <= 3; death++) {
        await until(() => statusOf(engine)?.state === 'ready' && enginePids().length === 2)
        kill(enginePids()[0])
        await until(() => statusOf(engine)?.restarts === death)
      }
      expect(statusOf(engine)?.state).toBe('down')
      expect(engine.state.playing).toBe(false)
      engine.play(0)
      expect((await nextBlock(engine))?.position).toBe(0)
      expect(statusOf(engine)?.state).toBe('ready')
    },
  )

  test('the spare one dies: another waits soon', { timeout: 60_000 }, async () => {
    await using engine = new RealTimeEngine(silentLog)
    await until(() => enginePids().length === 2)
    await sleep(400)
    const spare = enginePids()[1]
    kill(spare)
    await until(() => enginePids().length === 2 && enginePids()[1] !== spare)
    expect(statusOf(engine)?.restarts).toBe(0)
  })

  test(
    'stopped by a signal, it is replaced and the sound goes on',
    { timeout: 60_000 },
    async () => {
      await using engine = new RealTimeEngine(silentLog)
      engine.load('p', graph)
      engine.play(0)
      await nextBlock(engine)
      process.kill(enginePids()[0] ?? 0, 'SIGSTOP')
      // A page that hears nothing asks again, and again.
      const asking = setInterval(() => {
        engine.pull({ epoch: engine.state.epoch, blocks: 1 })
      }, 500)
      expect((await nextBlock(engine))?.position).toBe(128)
      clearInterval(asking)
      expect(statusOf(engine)?.restarts).toBe(1)
    },
  )
})

test('a page that asks for a million blocks gets ten seconds', async () => {
  await using engine = new RealTimeEngine(silentLog)
  engine.load('p', graph)
  const { epoch } = engine.play(0)
  await nextBlock(engine)
  let frames = 0
  using _blocks = engine.blocks.on(bytes => {
    frames += decodeAudioBlock(bytes.buffer)?.frames ?? 0
  })
  engine.pull({ epoch, blocks: 1e6 })
  await until(() => frames >= 4096 * 128)
  await sleep(300)
  expect(frames).toBe(4096 * 128)
})
