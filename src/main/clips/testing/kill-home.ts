import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { unwrap } from '#shared/kit'
import { tinyDemucs } from '../../inference/host/testing/tiny-demucs'
import { writeMusicgen } from '../../inference/host/testing/tiny-musicgen'
import { makeSound, soundFamilies, wavOf } from '../../inference/host/listen/testing/make-sounds'
import { sha256 } from '../../kit'
import { call, ClipProject, openClipStudio } from './clip-studio'
import { DOWNLOADED } from './kill-child'

const notesSchema = z.object({ made: z.record(z.string(), z.string()) })
const RATE = 44_100

/** What is asked of a home: seconds to separate, with a model or without, seconds to generate, files to import. */
export interface KillWork {
  readonly seconds: number
  readonly withModel: boolean
  readonly music: number
  readonly files: number
}

/** A home with a project whose nodes wait to be run, a folder of sounds, and models; to be copied. */
export async function killHome(work: KillWork, host: { url: string; bytes: Uint8Array }) {
  const path = mkdtempSync(join(tmpdir(), 'wireharp-kills-'))
  const models = join(path, 'models')
  writeMusicgen(join(models, 'musicgen-small'))
  if (work.withModel) {
    mkdirSync(join(models, 'htdemucs'), { recursive: true })
    writeFileSync(join(models, 'htdemucs/htdemucs.onnx'), tinyDemucs(true))
  }
  mkdirSync(join(models, DOWNLOADED), { recursive: true })
  writeFileSync(join(models, DOWNLOADED, 'model.json'), manifestOf(host))
  mkdirSync(join(path, 'sounds'))
  for (let file = 0; file < work.files; file++) {
    // Every ninth holds the same as another.
    const number = file % 9 === 8 ? file - 8 : file
    const family = soundFamilies[number % soundFamilies.length] ?? 'kick'
    writeFileSync(join(path, 'sounds', `${file}.wav`), wavOf(makeSound(family, number)))
  }
  const own = mkdtempSync(join(tmpdir(), 'wireharp-kills-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(own, { recursive: true, force: true, maxRetries: 5 }))
  const studio = stack.use(await openClipStudio(own, { models }))
  const project = await ClipProject.create(studio)
  await project.player('source', mixOf(work.seconds), own)
  await project.add('sep', 'separate/separate')
  await project.wire(['source', 'clip'], ['sep', 'clip'])
  const music = { prompt: 'calm piano', seconds: work.music, seed: 7 }
  await project.add('gen', 'generate/generate', music)
  const song = join(path, 'song/song.wireharp')
  unwrap(await studio.projects.saveAs({ project: project.id, path: song, replace: false }, call))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

export function copyHome(path: string): AsyncDisposable & { readonly path: string } {
  const copy = mkdtempSync(join(tmpdir(), 'wireharp-killed-'))
  cpSync(path, copy, { recursive: true })
  return {
    path: copy,
    [Symbol.asyncDispose]: () => rm(copy, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/**
 * All that the work has left in a home, in a form that is the same for the same results: files by content, the document, and
 * the library. Unfinished files are in it too.
 */
export function leftIn(home: string): Readonly<Record<string, unknown>> {
  using database = openReadOnly(join(home, 'data/a.db'))
  const rows = (sql: string) => database.prepare(sql).all()
  return {
    integrity: database.pragma('integrity_check', { simple: true }),
    files: Object.fromEntries(
      ['data/media', 'data/jobs', 'models', 'song', 'sounds'].flatMap(folder =>
        filesBelow(join(home, folder)).map(file => [relative(home, file), contentOf(file, home)]),
      ),
    ),
    tracks: rows(
      `SELECT track.*, hex(vector) AS vector FROM track
       LEFT JOIN track_embeddings ON track_id = track.id ORDER BY sha256`,
    ).map(row => withoutIds(row, home)),
    where: rows(
      `SELECT path, track_file.bytes, missing, sha256 FROM track_file LEFT JOIN track ON track.id = track ORDER BY path`,
    ).map(row => withoutIds(row, home)),
    texts: rows('SELECT count(*) AS texts FROM track_text'),
    bits: rows('SELECT hex(bits) AS bits FROM embedding_bits ORDER BY bits'),
    noted: Object.keys(
      notesSchema.parse(JSON.parse(readFileSync(join(home, 'data/models.json'), 'utf8'))).made,
    ),
  }
}

function openReadOnly(path: string): Database.Database & Disposable {
  const database = new Database(path, { readonly: true })
  return Object.assign(database, { [Symbol.dispose]: () => void database.close() })
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .toSorted()
}

/** The hash of a sound; of what is text, without where it lies and when it was written. */
function contentOf(file: string, home: string): string {
  const bytes = readFileSync(file)
  if (!/\.(json|wireharp)$/.test(file)) return sha256(bytes)
  return bytes
    .toString()
    .replaceAll(home, '')
    .replaceAll(/\d{13}/g, 'time')
}

function withoutIds(row: unknown, home: string): string {
  const text = JSON.stringify(row, (name, value: unknown) =>
    name === 'id' || name === 'added_at' ? undefined : value,
  )
  return text.replaceAll(home, '')
}

function mixOf(seconds: number): Float32Array {
  const chords = makeSound('chords', 1)
  const beat = makeSound('beat', 2)
  const samples = new Float32Array(2 * Math.round(seconds * RATE))
  for (let at = 0; at < samples.length; at++) {
    const frame = at >> 1
    const chord = chords[(frame + 500 * (at & 1)) % chords.length] ?? 0
    samples[at] = 0.5 * (chord + (beat[frame % beat.length] ?? 0))
  }
  return samples
}

function manifestOf({ url, bytes }: { readonly url: string; readonly bytes: Uint8Array }): string {
  const file = { name: 'model.bin', bytes: bytes.length, sha256: sha256(bytes), urls: [url] }
  return JSON.stringify({
    ...{ id: DOWNLOADED, title: DOWNLOADED, version: '1', purpose: 'text', strategy: 'download' },
    license: { spdx: 'MIT', nonCommercial: false },
    files: [file],
  })
}
