import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { makeSound, wavOf, type SoundFamily } from '../inference/host/listen/testing/make-sounds'
import { everySound } from './testing/every-sound'
import { call, openSounds, tempFolder, type OpenSounds } from './testing/open-sounds'

function write(folder: string, family: SoundFamily, seed: number): string {
  const path = join(folder, `${family}-${seed}.wav`)
  writeFileSync(path, wavOf(makeSound(family, seed)))
  return path
}

async function add(app: OpenSounds, path: string) {
  const { id } = unwrap(await app.service.addFolder({ path }, call))
  return unwrap(await app.jobs.ended(id))
}

async function names(app: OpenSounds, query: object = {}) {
  const { rows } = unwrap(await app.service.search({ ...everySound, ...query }, call))
  return rows.map(({ name }) => name)
}

test('a folder is heard: what is no sound is listed, what is there twice is one, what moves stays what it is', async () => {
  using home = tempFolder()
  const folder = join(home.path, 'my sounds')
  mkdirSync(join(folder, 'drums/.hidden'), { recursive: true })
  const kick = write(folder, 'kick', 1)
  const beat = write(join(folder, 'drums'), 'beat', 2)
  write(join(folder, 'drums/.hidden'), 'hat', 1)
  cpSync(kick, join(folder, 'drums/copy of kick.wav'))
  writeFileSync(join(folder, 'broken.wav'), 'RIFF????WAVEfmt ')
  writeFileSync(join(folder, 'empty.flac'), '')
  writeFileSync(join(folder, 'notes.txt'), 'no sound')

  await using app = openSounds(home.path)
  const job = await add(app, folder)
  expect(job).toMatchObject({
    state: 'completed',
    title: 'Look through “my sounds”',
    result: { added: 2, failed: 2, missing: 0 },
  })
  expect(await names(app)).toEqual(['beat-2', 'kick-1'])
  const failures = unwrap(await app.service.failures({}, call))
  expect(failures.map(({ failure }) => failure.code)).toEqual(['audio-damaged', 'audio-empty'])
  const { rows } = unwrap(await app.service.search(everySound, call))
  expect(rows[0]).toMatchObject({ sampleRate: 44_100, channels: 1, format: 'wav' })
  expect(rows[1]).toMatchObject({ type: 'one-shot', files: 2 })
  expect(rows[1]?.tempo).toBeUndefined()
  expect(rows[0]?.tempo).toBeGreaterThan(60)
  expect(await names(app, { text: 'beat' })).toEqual(['beat-2'])

  // The same again: nothing to do. Then a file moves, and another goes.
  expect(await add(app, folder)).toMatchObject({ result: { added: 0, failed: 0 } })
  renameSync(kick, join(folder, 'drums/bass drum.wav'))
  rmSync(beat)
  rmSync(join(folder, 'broken.wav'))
  expect(await add(app, folder)).toMatchObject({ result: { added: 0, known: 1, missing: 3 } })
  const after = unwrap(await app.service.search(everySound, call)).rows
  expect(after).toMatchObject([
    { name: 'beat-2', isMissing: true },
    { name: 'kick-1', isMissing: false, files: 2 },
  ])
  expect(unwrap(await app.service.failures({}, call))).toHaveLength(1)

  // What is gone is told to be elsewhere: another sound is refused.
  const elsewhere = join(home.path, 'elsewhere')
  mkdirSync(elsewhere)
  const track = after[0]?.id ?? 0
  const wrong = await app.service.relink({ track, path: write(elsewhere, 'hat', 3) }, call)
  expect(wrong).toMatchObject({ ok: false, error: { code: 'sound-other' } })
  const right = await app.service.relink({ track, path: write(elsewhere, 'beat', 2) }, call)
  expect(right).toMatchObject({ ok: true, value: { isMissing: false } })
  expect(await add(app, folder)).toMatchObject({ result: { added: 0, missing: 0 } })
})

test('S0-24 what is found to be similar is of the same family, four times of five', async () => {
  using home = tempFolder()
  const folder = join(home.path, 'sounds')
  mkdirSync(folder)
  const families = ['kick', 'snare', 'hat', 'bass', 'bell', 'sweep', 'clicks'] as const
  for (const family of families) for (let seed = 1; seed <= 6; seed++) write(folder, family, seed)
  await using app = openSounds(home.path)
  expect((await add(app, folder)).state).toBe('completed')
  const { rows } = unwrap(await app.service.search(everySound, call))
  expect(rows).toHaveLength(families.length * 6)
  const familyOf = (name: string) => name.replace(/-.*/, '')
  let right = 0
  for (const row of rows) {
    const like = { kind: 'track', track: row.id } as const
    const found = unwrap(await app.service.similar({ like, filters: {}, limit: 5 }, call))
    expect(found.rows.every(({ id }) => id !== row.id)).toBe(true)
    right += found.rows.filter(({ name }) => familyOf(name) === familyOf(row.name)).length
  }
  expect(right / rows.length / 5).toBeGreaterThan(0.8)
  const filters = { seconds: { to: 1 } }
  const like = { kind: 'track', track: rows[0]?.id ?? 0 } as const
  const short = unwrap(await app.service.similar({ like, filters, limit: 5 }, call))
  expect(short.rows).toHaveLength(5)
  expect(short.rows.every(({ seconds }) => seconds <= 1)).toBe(true)
  const words = { kind: 'words', text: 'a deep drum' } as const
  expect(await app.service.similar({ like: words, filters: {}, limit: 5 }, call)).toMatchObject({
    error: { code: 'words-unavailable' },
  })
  const twins = unwrap(await app.service.duplicates({ likeness: 0.9999 }, call))
  expect(twins).toEqual([])
})

test('whoever watches looks at once: what came before, it has missed', async () => {
  using home = tempFolder()
  await using app = openSounds(home.path)
  const events = app.service.watch(undefined, call)
  expect(await events[Symbol.asyncIterator]().next()).toEqual({
    done: false,
    value: { kind: 'changed' },
  })
})
