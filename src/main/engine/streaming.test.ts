import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { silentLog } from '../kit'
import type { EngineNode } from './graph'
import { renderOffline } from './index'
import { graphOf, InProcess, kernelNode } from './testing/in-process'

const RATE = 48_000
const MEGABYTE = 2 ** 20
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'streaming-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A player of a sound of so many seconds, which takes no room on the disk: all of it is a hole but the last second. */
function longPlayer(seconds: number, start: number): EngineNode {
  const path = join(folder, `${seconds}.f32`)
  const frames = seconds * RATE
  writeFileSync(path, '')
  truncateSync(path, (frames - RATE) * 4)
  writeFileSync(path, new Uint8Array(new Float32Array(RATE).fill(0.5).buffer), { flag: 'a' })
  expect(statSync(path).size).toBe(frames * 4)
  return {
    ...kernelNode('player', 'player'),
    params: { sound: { value: 0, glides: false }, start: { value: start, glides: false } },
    sounds: { sound: { path, sampleRate: RATE, channels: 1, frames } },
    dsp: {
      form: 'kernels',
      kernels: {
        k: { kernel: 'player', params: { sound: { param: 'sound' }, start: { param: 'start' } } },
      },
      cables: ['k.out -> out'],
    },
  }
}

describe('A-09 streaming of long files', () => {
  test('a sound of four hours takes no more memory than one of ten minutes, and plays to its end', () => {
    const used = [600, 3600, 14_400].map(seconds => {
      const graph = graphOf([longPlayer(seconds, 0)], ['player>output'], { length: seconds * RATE })
      using run = new InProcess(graph, { stored: 0, block: 8192 })
      run.renderer.rewind((seconds - 2) * RATE)
      const sound = run.render(2 * RATE, [8192])
      expect([sound[0], sound[sound.length / 2 - 2], sound[sound.length / 2 + 2]]).toEqual([
        0, 0, 0.5,
      ])
      expect([sound.at(-1), run.troubles]).toEqual([0.5, []])
      return run.renderer.kernels.arena.used
    })
    expect(Math.max(...used) - Math.min(...used)).toBe(0)
    expect(used[0]).toBeLessThan(32 * MEGABYTE)
  })

  test(
    'a render of forty seconds takes as much memory as one of a second',
    { timeout: 60_000 },
    async () => {
      const graph = graphOf([kernelNode('noise', 'noise')], ['noise>output'])
      const used: number[] = []
      for (const seconds of [1, 10, 40]) {
        const job = {
          path: join(folder, 'out.wav'),
          format: 'wav24',
          from: 0,
          to: seconds * RATE,
        } as const
        const { memory, frames } = unwrap(await renderOffline({ graph, job, log: silentLog }))
        expect([frames, statSync(job.path).size > frames * 6]).toEqual([seconds * RATE, true])
        used.push(memory.kernels)
      }
      expect(new Set(used).size).toBe(1)
      expect(used[0]).toBeLessThan(32 * MEGABYTE)
    },
  )
})
