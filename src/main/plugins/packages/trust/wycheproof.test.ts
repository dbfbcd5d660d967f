import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isSignedBy } from './ed25519'

const schema = z.object({
  numberOfTests: z.number(),
  testGroups: z.array(
    z.object({
      key: z.object({ curve: z.literal('edwards25519'), pk: z.string() }),
      tests: z.array(
        z.object({
          tcId: z.number(),
          comment: z.string(),
          msg: z.string(),
          sig: z.string(),
          result: z.enum(['valid', 'invalid']),
        }),
      ),
    }),
  ),
})

const file = join(import.meta.dirname, 'fixtures/wycheproof/eddsa_test.json')
const { numberOfTests, testGroups } = schema.parse(JSON.parse(readFileSync(file, 'utf8')))
const all = testGroups.flatMap(({ key, tests }) =>
  tests.map(vector => ({ ...vector, key: key.pk })),
)

describe('M-03 Z12 Ed25519 by Wycheproof', () => {
  test(`all ${numberOfTests} vectors end as they should`, () => {
    expect(all).toHaveLength(145)
    const wrong = all.filter(({ key, msg, sig, result }) => {
      const isGood = isSignedBy(key, Buffer.from(msg, 'hex'), Buffer.from(sig, 'hex'))
      return isGood !== (result === 'valid')
    })
    expect(wrong.map(({ tcId, comment }) => `${tcId} ${comment}`)).toEqual([])
    expect(all.filter(({ result }) => result === 'valid').length).toBeGreaterThan(70)
  })
})
