import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../../kit'
import { Inference } from './inference'
import {
  endlessModel,
  hostileRounds,
  listening,
  silentSound,
  strangeModel,
  wildModel,
} from './testing/hostile-models'

const folder = mkdtempSync(join(tmpdir(), 'wireharp-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

let inference: Inference
beforeEach(() => (inference = new Inference({ log: silentLog })))
afterEach(() => inference[Symbol.asyncDispose]())

function model(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const path = join(folder, `${name}.onnx`)
  writeFileSync(path, bytes)
  return { path, sha256: createHash('sha256').update(bytes).digest('hex') }
}

const run = (file: { path: string; sha256: string }) =>
  inference.run(listening(folder, { sound: silentSound(folder, 1), model: file }))

const slow = { timeout: 60_000 }

describe('models of others, run', () => {
  test(
    'O07 one that goes round for ever is ended at its deadline, and the next job has a process',
    slow,
    async () => {
      await inference[Symbol.asyncDispose]()
      inference = new Inference({ log: silentLog, patience: 6000 })
      expect(await run(model('endless', endlessModel()))).toMatchObject({
        error: { code: 'inference-stalled' },
      })
      expect(inference.pids).toEqual([])
      const next = await inference.run(listening(folder, { sound: silentSound(folder, 1) }))
      expect(next).toMatchObject({ ok: true })
    },
  )

  test.each([
    ['nan', /no number/],
    ['huge', /e\+38/],
  ] as const)(
    'O07 one that answers with %s is refused with what it said',
    slow,
    async (what, said) => {
      const result = await run(model(what, wildModel(what)))
      expect(result).toMatchObject({ error: { code: 'model-refused' } })
      expect(result.ok ? '' : result.error.message).toMatch(said)
    },
  )

  test(
    'O05 an operator that no version has is told, and somebody else does the work',
    slow,
    async () => {
      const result = await run(model('strange', strangeModel()))
      expect(result).toMatchObject({ ok: true, value: { detector: 'energy' } })
      expect(JSON.stringify(result)).toMatch(/Frobnicate/)
    },
  )

  test(
    'O08 a file that is swapped after its hash was taken is not run; one swapped while it runs changes nothing',
    slow,
    async () => {
      const file = model('swapped', wildModel('huge'))
      writeFileSync(file.path, strangeModel())
      const result = await run(file)
      expect(result).toMatchObject({ ok: true, value: { detector: 'energy' } })
      expect(JSON.stringify(result)).toMatch(/not the file that its manifest names/)
      rmSync(file.path)
      expect(JSON.stringify(await run(file))).toMatch(/is not there/)
    },
  )

  test(
    'O09 F10 of damaged models and killed processes each job ends with its reason, and others do not notice',
    slow,
    async () => {
      // `bench hostile-models` has a hundred and more.
      const { ends, others, disturbed } = await hostileRounds(folder, 10)
      expect(Object.values(ends).reduce((sum, count) => sum + count)).toBe(10)
      expect(ends['inference-died']).toBeGreaterThan(0)
      for (const end of Object.keys(ends)) {
        expect(end).toMatch(/^(?:energy|silero|model-refused|inference-died|job-crashed)$/)
      }
      expect(others).toBeGreaterThan(0)
      expect(disturbed).toBe(0)
    },
  )
})
