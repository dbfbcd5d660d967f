import { expect, test } from 'vitest'
import { ok, unwrap } from '#shared/kit'
import { randomFrom } from '../inference/host/listen/testing/make-sounds'
import { signsOf } from '../store'
import { Nearest } from './nearest'
import { SignIndex } from './sign-index'

function vectors(count: number): readonly Float32Array<ArrayBuffer>[] {
  const random = randomFrom(3)
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: 512 }, () => random() - 0.5),
  )
}

test('the signs that differ least are found, all that differ as little among them, as counting bit by bit finds them', () => {
  const all = vectors(500)
  const index = new SignIndex()
  for (const [at, vector] of all.entries()) index.add(at + 1, signsOf(vector))
  const [wanted = new Float32Array(512)] = all
  const bits = signsOf(wanted)
  const differing = all.map((vector, at) => {
    const other = signsOf(vector)
    let count = 0
    for (let bit = 0; bit < 512; bit++) {
      count += (((bits[bit >> 3] ?? 0) ^ (other[bit >> 3] ?? 0)) >> (bit & 7)) & 1
    }
    return { id: at + 1, count }
  })
  const found = index.candidates(bits, 40)
  const limit = differing.toSorted((a, b) => a.count - b.count)[39]?.count ?? 0
  expect(found).toEqual(differing.filter(({ count }) => count <= limit).map(({ id }) => id))
  expect(found[0]).toBe(1)
  expect(index.lastId).toBe(500)
})

test('S0-14 vectors of two model versions are never compared', async () => {
  const near = [{ id: 1, track: 1, distance: 0 }]
  const embeddings = {
    isMore: () => ok(false),
    nearest: () => ok(near),
    nearestOf: () => ok(near),
    bitsAfter: () => ok([]),
  }
  const nearest = new Nearest({ embeddings })
  const direction = { modelVersion: 'a@1', vector: new Float32Array(512) }
  expect(unwrap(await nearest.find(direction, 5))).toHaveLength(1)
  expect(await nearest.find(direction, 5, 'a@2')).toMatchObject({
    error: { code: 'embedding-mixed' },
  })
})
