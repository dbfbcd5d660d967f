import { describe, expect, test } from 'vitest'
import Database from 'better-sqlite3'
import { fail, unwrap } from '#shared/kit'
import { embeddings } from './embeddings'
import { loadVectors } from './load-vectors'
import { migrate } from './schema'
import { playlists } from './playlists'
import { soundFolders } from './sound-folders'
import { tracks } from './tracks'
import type { HeardFile, TrackFacts } from './track-types'

function open(library?: string) {
  const database = new Database(':memory:')
  database.pragma('foreign_keys = ON')
  migrate(database)
  const support = loadVectors(database, library)
  const vectors = embeddings(database)
  const folders = soundFolders(database)
  const folder = unwrap(folders.add('/sounds', 1))?.id ?? 0
  return {
    database,
    support,
    vectors,
    folders,
    folder,
    tracks: tracks(database, vectors),
    playlists: playlists(database),
  }
}

const hash = (index: number): string => index.toString(16).padStart(64, '0')

function facts(index: number, more: Partial<TrackFacts> = {}): TrackFacts {
  return {
    sha256: hash(index),
    name: `Sound ${index}`,
    format: 'wav',
    type: 'one-shot',
    bytes: 1000 + index,
    sampleRate: 44_100,
    channels: 1,
    frames: 44_100,
    seconds: 1,
    shape: new Uint8Array(4),
    ...more,
  }
}

function heard(
  path: string,
  index: number,
  more: Partial<TrackFacts> = {},
  vector?: Float32Array,
): HeardFile {
  return {
    kind: 'new',
    path,
    bytes: 1000 + index,
    modifiedAt: 5,
    facts: facts(index, more),
    embeddings: vector === undefined ? [] : [{ modelVersion: 'm@1', start: 0, vector }],
  }
}

const everything = {
  text: '',
  filters: {},
  sort: 'name',
  descending: false,
  offset: 0,
  limit: 100,
} as const

test('a sound is kept once, by its content, however often and wherever it is heard', () => {
  const { tracks: all, folder, folders } = open()
  const one = heard('/sounds/a.wav', 1)
  unwrap(all.add(folder, [one, one, heard('/sounds/b.wav', 1), heard('/sounds/c.wav', 2)], 9))
  unwrap(all.add(folder, [one], 10))
  const found = unwrap(all.search(everything))
  expect(found.total).toBe(2)
  expect(found.rows[0]).toMatchObject({ name: 'Sound 1', path: '/sounds/a.wav', files: 2 })
  expect(unwrap(all.several())).toHaveLength(1)
  expect(unwrap(folders.list())).toMatchObject([{ files: 3, missing: 0, failed: 0 }])
})

test('a file that moved is the same sound at its new place; one that is gone stays, marked', () => {
  const { tracks: all, folder, folders } = open()
  unwrap(all.add(folder, [heard('/sounds/a.wav', 1), heard('/sounds/b.wav', 2)], 9))
  unwrap(folders.missing(['/sounds/a.wav', '/sounds/b.wav'], true))
  const moved = { path: '/sounds/new/a.wav', bytes: 1001, modifiedAt: 5 }
  unwrap(all.add(folder, [{ ...moved, kind: 'known', sha256: hash(1) }], 10))
  const { rows } = unwrap(all.search(everything))
  expect(rows).toMatchObject([
    { path: '/sounds/new/a.wav', isMissing: false, files: 1 },
    { path: '/sounds/b.wav', isMissing: true, files: 1 },
  ])
  expect(unwrap(all.search({ ...everything, filters: { missing: true } })).total).toBe(1)
  unwrap(folders.remove(folder))
  expect(unwrap(all.removeOrphans())).toBe(2)
  expect(unwrap(all.search({ ...everything, text: 'sound' })).total).toBe(0)
})

test('words are found by their beginnings, without accents, in names, tags, folders and comments', () => {
  const { tracks: all, folder } = open()
  unwrap(
    all.add(
      folder,
      [
        heard('/sounds/drums/Kick_01.wav', 1, { name: 'Kick_01' }),
        heard('/sounds/x.wav', 2, { name: 'Über den Wolken', artist: 'Béla' }),
        heard('/sounds/y.wav', 3, { name: 'y', comment: 'recorded in Kickelhahn' }),
      ],
      9,
    ),
  )
  const names = (text: string) =>
    unwrap(all.search({ ...everything, text })).rows.map(({ name }) => name)
  expect(names('kic')).toEqual(['Kick_01', 'y'])
  expect(names('kick 01')).toEqual(['Kick_01'])
  expect(names('uber bela')).toEqual(['Über den Wolken'])
  expect(names('drum')).toEqual(['Kick_01'])
  expect(names('"; DROP TABLE track; --')).toEqual([])
  expect(names('*:^()')).toHaveLength(3)
})

test('filters and orders', () => {
  const { tracks: all, folder } = open()
  unwrap(
    all.add(
      folder,
      [
        heard('/sounds/1.wav', 1, { tempo: 90, key: 3, loudness: -20, seconds: 4, type: 'loop' }),
        heard('/sounds/2.wav', 2, { tempo: 120, key: 12, loudness: -9, seconds: 200 }),
        heard('/sounds/3.wav', 3),
      ],
      9,
    ),
  )
  const ids = (query: object) =>
    unwrap(all.search({ ...everything, ...query })).rows.map(({ id }) => id)
  expect(ids({ filters: { tempo: { from: 100, to: 130 } } })).toEqual([2])
  expect(ids({ filters: { keys: [3, 12], loudness: { to: -15 } } })).toEqual([1])
  expect(ids({ filters: { types: ['loop'] } })).toEqual([1])
  expect(ids({ sort: 'tempo', descending: true })).toEqual([2, 1, 3])
  expect(ids({ sort: 'tempo' })).toEqual([1, 2, 3])
  expect(ids({ sort: 'seconds', offset: 1, limit: 1 })).toEqual([1])
})

test('a file that is no sound is listed with its reason, until it is one', () => {
  const { tracks: all, folder, folders } = open()
  const stamp = { path: '/sounds/bad.wav', bytes: 3, modifiedAt: 1 }
  const failure = fail('audio-damaged', 'It is cut off.')
  unwrap(all.add(folder, [{ ...stamp, kind: 'bad', failure }], 1))
  expect(unwrap(folders.failed(undefined))).toEqual([{ path: '/sounds/bad.wav', failure }])
  unwrap(all.add(folder, [heard('/sounds/bad.wav', 1)], 2))
  expect(unwrap(folders.failed(folder))).toEqual([])
})

test('a playlist keeps its order, may name a sound twice, and forgets what is gone', () => {
  const { tracks: all, folder, folders, playlists: lists } = open()
  unwrap(all.add(folder, [heard('/sounds/1.wav', 1), heard('/sounds/2.wav', 2)], 9))
  const made = unwrap(lists.add('Set', [2, 1, 2, 77], 1))
  expect(made).toMatchObject({ name: 'Set', tracks: 3, seconds: 3 })
  expect(unwrap(lists.tracks(made?.id ?? 0))).toEqual([2, 1, 2])
  unwrap(folders.remove(folder))
  unwrap(all.removeOrphans())
  expect(unwrap(lists.list())).toMatchObject([{ name: 'Set', tracks: 0, seconds: 0 }])
})

describe('S0-13 vectors', () => {
  function fill(store: ReturnType<typeof open>, count: number): void {
    let state = 1
    const next = () => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * 2 - 1
    const files = Array.from({ length: count }, (_, index) =>
      heard(`/sounds/${index}.wav`, index, {}, Float32Array.from({ length: 512 }, next)),
    )
    unwrap(store.tracks.add(store.folder, files, 1))
  }

  test('sqlite-vec and our own cosine give the same order', () => {
    const native = open()
    const own = open('/no/such/library')
    expect([native.support, own.support]).toEqual(['sqlite-vec', 'javascript'])
    fill(native, 300)
    fill(own, 300)
    for (const id of [1, 20, 300]) {
      const [vector = new Float32Array(512)] = unwrap(native.vectors.of(id, 'm@1'))
      const first = unwrap(native.vectors.nearest('m@1', vector, 100))
      const second = unwrap(own.vectors.nearest('m@1', vector, 100))
      expect(first[0]).toMatchObject({ track: id })
      expect(second.map(near => near.track)).toEqual(first.map(near => near.track))
      expect(second[50]?.distance).toBeCloseTo(first[50]?.distance ?? 0, 5)
    }
  })

  test('S0-14 vectors of other versions, stems and segments stand apart; what is not 512 long is refused', () => {
    const { vectors, tracks: all, folder, database } = open()
    unwrap(all.add(folder, [heard('/sounds/1.wav', 1, {}, new Float32Array(512).fill(1))], 1))
    const other = new Float32Array(512).fill(-1)
    unwrap(
      vectors.add(1, [
        { modelVersion: 'm@2', start: 0, vector: other },
        { modelVersion: 'm@2', start: 10, vector: other },
        { modelVersion: 'm@2', start: 10, vector: other },
        { modelVersion: 'm@2', start: 0, stem: 'drums', vector: other },
      ]),
    )
    expect(unwrap(vectors.of(1, 'm@1'))).toHaveLength(1)
    expect(unwrap(vectors.of(1, 'm@2'))).toHaveLength(2)
    expect(unwrap(vectors.nearest('m@1', other, 10))).toHaveLength(1)
    expect(unwrap(vectors.versions()).toSorted()).toEqual(['m@1', 'm@2'])
    expect(() =>
      vectors.add(1, [{ modelVersion: 'm@1', start: 5, vector: new Float32Array(128) }]),
    ).toThrow(/CHECK/)
    unwrap(vectors.dropVersion('m@2'))
    expect(database.prepare('SELECT count(*) AS n FROM embedding_bits').get()).toEqual({ n: 1 })
    expect(unwrap(vectors.lacking('m@2', 0, 10))).toEqual([1])
  })
})
