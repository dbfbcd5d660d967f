import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { err, fail, ok, unwrap } from '#shared/kit'
import type { InferenceTask } from '../inference'
import { separateKind } from './separate-kind'

let home: string
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'wireharp-stems-'))))
afterEach(() => rmSync(home, { recursive: true }))

const sound = { path: '/x.f32', sampleRate: 44_100, channels: 2, frames: 10 }
const input = { sha256: 'a'.repeat(64), name: 'x.wav', sound, into: 'shapes' } as const

function attempt(
  run: (task: InferenceTask) => ReturnType<Parameters<typeof separateKind>[0]['inference']['run']>,
) {
  const folder = join(home, 'work')
  mkdirSync(folder, { recursive: true })
  const media = join(home, 'media')
  const kind = separateKind({ inference: { run }, media })
  return kind.run({
    ...{ id: 'j', input, folder, checkpoint: undefined, signal: new AbortController().signal },
    ...{ save: () => true, progress: () => undefined, log: () => undefined },
  })
}

const stems = [
  { name: 'Harmonic', file: 'harmonic.wav' },
  { name: 'Percussive', file: 'percussive.wav' },
]

describe('S0-11 stems on the disk', () => {
  test('come to media/stems/<id> when all are finished, not before, and once', async () => {
    const target = join(home, 'media/stems', `${input.sha256}-1`)
    const broken = await attempt(async ({ folder }) => {
      writeFileSync(join(folder, 'harmonic.wav'), 'half')
      return err(fail('inference-died', 'Its process died.'))
    })
    expect(broken).toMatchObject({ error: { code: 'inference-died', retryable: true } })
    expect(existsSync(target)).toBe(false)
    const done = unwrap(
      await attempt(async ({ folder }) => {
        for (const { file } of stems) writeFileSync(join(folder, file), `all of ${file}`)
        expect(existsSync(target)).toBe(false)
        return ok({ stems })
      }),
    )
    expect(done.stems.map(({ path }) => path)).toEqual(stems.map(({ file }) => join(target, file)))
    expect(readdirSync(target).toSorted()).toEqual(['harmonic.wav', 'percussive.wav', 'stems.json'])
    expect(readdirSync(join(home, 'work'))).toEqual([])
    const again = await attempt(() => Promise.reject(new Error('it was done before')))
    expect(unwrap(again)).toEqual(done)
  })
})
