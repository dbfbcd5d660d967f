import { setImmediate as turn } from 'node:timers/promises'
import { err, fail, ok, type Result } from '#shared/kit'
import { signsOf, type Embeddings, type Near } from '../store'
import { SignIndex } from './sign-index'

/** Up to so many vectors each is looked at. */
const EXACT = 4000
/** Beyond them so many are chosen by their signs for an exact look. */
const CANDIDATES = 500
const LOADED_AT_ONCE = 20_000

/** A direction in the space of a model. */
export interface Direction {
  readonly modelVersion: string
  readonly vector: Float32Array<ArrayBuffer>
}

/** What it asks of the database. */
export interface VectorRows {
  readonly embeddings: Pick<Embeddings, 'isMore' | 'nearest' | 'nearestOf' | 'bitsAfter'>
}

/** Finds the sounds whose vectors lie nearest to one. */
export class Nearest {
  readonly #store: VectorRows
  readonly #indexes = new Map<string, SignIndex>()
  readonly #exact: number

  constructor(store: VectorRows, exact: number = EXACT) {
    this.#store = store
    this.#exact = exact
  }

  /**
   * One entry a sound, the nearest first. `among` is the version of the vectors that are searched: those of another model
   * than the direction's are refused, because their distances mean nothing.
   */
  async find(
    { modelVersion, vector }: Direction,
    limit: number,
    among: string = modelVersion,
  ): Promise<Result<readonly Near[]>> {
    if (among !== modelVersion) {
      return err(fail('embedding-mixed', `${modelVersion} and ${among} cannot be compared.`))
    }
    const { embeddings } = this.#store
    const isMany = embeddings.isMore(modelVersion, this.#exact)
    if (!isMany.ok) return isMany
    // A sound may have several vectors; some to spare.
    const wanted = limit + 50
    if (!isMany.value) {
      const found = embeddings.nearest(modelVersion, vector, wanted * 2)
      return found.ok ? ok(onePerTrack(found.value, limit)) : found
    }
    const index = await this.#indexOf(modelVersion)
    if (!index.ok) return index
    const ids = index.value.candidates(signsOf(vector), Math.max(CANDIDATES, 4 * wanted))
    const found = embeddings.nearestOf(ids, modelVersion, vector, wanted * 2)
    return found.ok ? ok(onePerTrack(found.value, limit)) : found
  }

  /** The index with all that is in the database. Vectors that are gone stay in it, and are not found any more. */
  async #indexOf(modelVersion: string): Promise<Result<SignIndex>> {
    const index = this.#indexes.get(modelVersion) ?? new SignIndex()
    this.#indexes.set(modelVersion, index)
    for (;;) {
      const rows = this.#store.embeddings.bitsAfter(modelVersion, index.lastId, LOADED_AT_ONCE)
      if (!rows.ok) return rows
      for (const { id, bits } of rows.value) index.add(id, bits)
      if (rows.value.length < LOADED_AT_ONCE) return ok(index)
      await turn()
    }
  }
}

function onePerTrack(all: readonly Near[], limit: number): Near[] {
  const seen = new Set<number>()
  const kept: Near[] = []
  for (const near of all) {
    if (seen.has(near.track)) continue
    seen.add(near.track)
    kept.push(near)
    if (kept.length === limit) break
  }
  return kept
}
