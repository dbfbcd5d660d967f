import type { Database } from 'better-sqlite3'
import type { Result } from '#shared/kit'
import { guard } from './guard'
import type { NewEmbedding } from './track-types'

/** A vector that lies near another. */
export interface Near {
  readonly id: number
  readonly track: number
  /** 1 less the cosine of the angle between the two. */
  readonly distance: number
}

/** Vectors of sounds, those of each model version apart. */
export function embeddings(database: Database) {
  const insert = database.prepare<[number, string, string, number, Uint8Array], { id: number }>(
    `INSERT INTO track_embeddings (track_id, model_version, stem, segment_start, vector)
     VALUES (?, ?, ?, ?, ?) RETURNING id`,
  )
  const insertBits = database.prepare<[string, number, Uint8Array]>(
    'INSERT INTO embedding_bits (model_version, id, bits) VALUES (?, ?, ?)',
  )
  const replaced = database.prepare<[number, string, string, number]>(
    `DELETE FROM track_embeddings WHERE track_id = ? AND model_version = ? AND stem = ? AND segment_start = ?`,
  )
  const ofTrack = database.prepare<[number, string], { vector: Buffer }>(
    `SELECT vector FROM track_embeddings WHERE track_id = ? AND model_version = ? AND stem = ''
     ORDER BY segment_start`,
  )
  const scan = database.prepare<[Uint8Array, string, number], Near>(
    `SELECT id, track_id AS track, vec_distance_cosine(vector, ?) AS distance
     FROM track_embeddings WHERE model_version = ? ORDER BY distance, id LIMIT ?`,
  )
  const rank = database.prepare<[Uint8Array, string, string, number], Near>(
    `SELECT track_embeddings.id, track_id AS track, vec_distance_cosine(vector, ?) AS distance
     FROM json_each(?) AS wanted JOIN track_embeddings ON track_embeddings.id = wanted.value
     WHERE model_version = ? ORDER BY distance, track_embeddings.id LIMIT ?`,
  )
  const bitsAfter = database.prepare<[string, number, number], { id: number; bits: Buffer }>(
    'SELECT id, bits FROM embedding_bits WHERE model_version = ? AND id > ? ORDER BY id LIMIT ?',
  )
  const most = database.prepare<[string, number], { count: number }>(
    `SELECT count(*) AS count FROM
     (SELECT 1 FROM embedding_bits WHERE model_version = ? LIMIT ?)`,
  )
  const count = database.prepare<[string], { count: number }>(
    'SELECT count(DISTINCT track_id) AS count FROM track_embeddings WHERE model_version = ?',
  )
  const lacking = database.prepare<[string, number, number], { id: number }>(
    `SELECT id FROM track WHERE NOT EXISTS
       (SELECT 1 FROM track_embeddings WHERE track_id = track.id AND model_version = ?)
     AND id > ? ORDER BY id LIMIT ?`,
  )
  const versions = database.prepare<[], { version: string }>(
    'SELECT DISTINCT model_version AS version FROM embedding_bits',
  )
  const dropVersion = database.prepare<[string]>(
    'DELETE FROM track_embeddings WHERE model_version = ?',
  )

  function put(track: number, { modelVersion, stem = '', start, vector }: NewEmbedding): void {
    replaced.run(track, modelVersion, stem, start)
    const row = insert.get(track, modelVersion, stem, start, bytesOf(vector))
    if (row !== undefined) insertBits.run(modelVersion, row.id, signsOf(vector))
  }

  return {
    /** In a transaction of the caller’s. */
    put,

    add: (track: number, all: readonly NewEmbedding[]): Result<void> =>
      guard(
        database.transaction(() => {
          for (const one of all) put(track, one)
        }),
      ),

    /** The vectors of a sound, one a segment. */
    of: (track: number, modelVersion: string): Result<Float32Array<ArrayBuffer>[]> =>
      guard(() => ofTrack.all(track, modelVersion).map(({ vector }) => floatsOf(vector))),

    /** The nearest of all, by looking at each. */
    nearest: (modelVersion: string, vector: Float32Array, limit: number): Result<Near[]> =>
      guard(() => scan.all(bytesOf(vector), modelVersion, limit)),

    /** The nearest of some. */
    nearestOf: (
      ids: readonly number[],
      modelVersion: string,
      vector: Float32Array,
      limit: number,
    ): Result<Near[]> =>
      guard(() => rank.all(bytesOf(vector), JSON.stringify(ids), modelVersion, limit)),

    /** Signs of vectors, from a number on. */
    bitsAfter: (modelVersion: string, id: number, limit: number) =>
      guard(() => bitsAfter.all(modelVersion, id, limit)),

    /** Whether there are more than so many. */
    isMore: (modelVersion: string, than: number): Result<boolean> =>
      guard(() => (most.get(modelVersion, than + 1)?.count ?? 0) > than),

    /** Sounds that have a vector of this version. */
    count: (modelVersion: string): Result<number> =>
      guard(() => count.get(modelVersion)?.count ?? 0),

    /** Sounds after a number that have none. */
    lacking: (modelVersion: string, after: number, limit: number): Result<number[]> =>
      guard(() => lacking.all(modelVersion, after, limit).map(({ id }) => id)),

    versions: (): Result<string[]> => guard(() => versions.all().map(({ version }) => version)),

    dropVersion: (version: string): Result<void> => guard(() => void dropVersion.run(version)),
  }
}

export type Embeddings = ReturnType<typeof embeddings>

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
}

function floatsOf(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(new Uint8Array(bytes).buffer)
}

/** A bit a component: whether it is above zero. */
export function signsOf(vector: Float32Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(vector.length / 8)
  for (let index = 0; index < vector.length; index++) {
    if ((vector[index] ?? 0) > 0) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7))
  }
  return bits
}
