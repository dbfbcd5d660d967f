import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { tempFolder } from './testing/open-sounds'

const hooks = pathToFileURL(join(import.meta.dirname, '../kit/testing/run-sources.ts')).href
const child = join(import.meta.dirname, 'testing/import-child.ts')
// `bench work-kills` does it hundreds of times.
const ROUNDS = 8
const FILES = 200
/** Every ninth file holds the same as another. */
const contentOf = (file: number): string => `Sound ${file % 9 === 8 ? file - 8 : file}`

function run(folder: string, sounds: string, killAfter?: number): Promise<'killed' | 'done'> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--import', hooks, child, folder, sounds], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let errors = ''
    running.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    running.stdout.once('data', () => {
      if (killAfter !== undefined) setTimeout(() => running.kill('SIGKILL'), killAfter)
    })
    running.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed')
      else if (code === 0) resolve('done')
      else reject(new Error(`the child ended with ${code}: ${errors}`))
    })
  })
}

test(`F03 an import that is killed ${ROUNDS} times has every sound once, and every file`, async () => {
  using home = tempFolder()
  const sounds = join(home.path, 'sounds')
  mkdirSync(sounds)
  for (let file = 0; file < FILES; file++) {
    writeFileSync(join(sounds, `${file}.wav`), contentOf(file))
  }
  let kills = 0
  for (let round = 0; round < ROUNDS; round++) {
    const after = 1 + ((round * 37) % 60)
    // A job that was interrupted five times without an end is given up; somebody tries it again.
    retry(home.path)
    if ((await run(home.path, sounds, after)) === 'killed') kills++
  }
  expect(kills).toBeGreaterThan(ROUNDS / 2)
  retry(home.path)
  expect(await run(home.path, sounds)).toBe('done')
  const database = new Database(join(home.path, 'wireharp.db'), { readonly: true })
  const count = (sql: string): unknown => database.prepare(sql).pluck().get()
  const different = new Set(Array.from({ length: FILES }, (_, file) => contentOf(file))).size
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(count('SELECT state FROM job')).toBe('completed')
  expect(count('SELECT count(*) FROM track')).toBe(different)
  expect(count('SELECT count(*) FROM track_embeddings')).toBe(different)
  expect(count('SELECT count(*) FROM embedding_bits')).toBe(different)
  expect(count('SELECT count(*) FROM track_text')).toBe(different)
  expect(count('SELECT count(*) FROM track_file WHERE track IS NOT NULL AND NOT missing')).toBe(
    FILES,
  )
  const wrong = database
    .prepare<[], { path: string; name: string }>(
      'SELECT path, name FROM track_file JOIN track ON track.id = track',
    )
    .all()
    .filter(({ path, name }) => contentOf(Number(/(\d+)\.wav$/.exec(path)?.[1])) !== name)
  expect(wrong).toEqual([])
  database.close()
}, 180_000)

/** As a person does: a job that was given up is tried again. */
function retry(folder: string): void {
  try {
    const database = new Database(join(folder, 'wireharp.db'), { fileMustExist: true })
    database.prepare(`UPDATE job SET attempts = 0, state = 'interrupted'`).run()
    database.close()
  } catch {
    // Before the first run there is nothing.
  }
}
