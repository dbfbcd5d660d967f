import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ok, unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../kit'
import { openStore } from '../store'
import { importKind } from './import-kind'
import { everySound } from './testing/every-sound'
import { tempFolder } from './testing/open-sounds'

function contextOf(
  { id, path }: { readonly id: number; readonly path: string },
  home: string,
  progress: () => void = () => undefined,
) {
  return {
    ...{ id: 'j', folder: home, input: { folder: id, path }, checkpoint: undefined, progress },
    signal: new AbortController().signal,
    save: () => true,
    log: () => undefined,
  }
}

test('a folder that is said to lie elsewhere while it is looked for is looked through there', async () => {
  using home = tempFolder()
  using now = tempFolder()
  const common = { clock: systemClock, log: silentLog }
  using store = unwrap(openStore({ path: join(home.path, 'a.db'), ...common }))
  const folder = unwrap(store.soundFolders.add(join(home.path, 'gone'), 0))
  if (folder === undefined) throw new Error('The folder was not added.')
  const kind = importKind({
    store,
    inference: { run: () => Promise.reject(new Error('There is nothing to hear.')) },
    clock: systemClock,
    changed: () => undefined,
  })
  let isMoved = false
  const context = contextOf(folder, home.path, () => {
    // The first word comes before it looks.
    if (isMoved) unwrap(store.soundFolders.move(folder, now.path))
  })
  const missing = await kind.run(context)
  expect(missing).toMatchObject({ ok: false, error: { code: 'folder-missing' } })
  isMoved = true
  expect(await kind.run(context)).toMatchObject({ ok: true, value: { failed: 0, missing: 0 } })
})

test('of files with the same contents the first one gives the name, whichever is heard first', async () => {
  using home = tempFolder()
  using sounds = tempFolder()
  for (const name of ['a', 'b', 'c']) writeFileSync(join(sounds.path, `${name}.wav`), 'the same')
  const common = { clock: systemClock, log: silentLog }
  using store = unwrap(openStore({ path: join(home.path, 'a.db'), ...common }))
  const folder = unwrap(store.soundFolders.add(sounds.path, 0))
  if (folder === undefined) throw new Error('The folder was not added.')
  const later = Promise.withResolvers<void>()
  const heard: string[] = []
  const kind = importKind({
    store,
    inference: {
      async run({ input }) {
        const name = basename(z.object({ path: z.string() }).parse(input).path, '.wav')
        if (name === 'a') await later.promise
        heard.push(name)
        if (name === 'c') later.resolve()
        return ok({ ...facts, name })
      },
    },
    clock: systemClock,
    changed: () => undefined,
    threads: 2,
  })
  const done = await kind.run(contextOf(folder, home.path))
  expect(done).toMatchObject({ ok: true, value: { added: 1, known: 2 } })
  expect(heard).toEqual(['b', 'c', 'a'])
  const { rows } = unwrap(store.tracks.search(everySound))
  expect(rows.map(({ name, files }) => ({ name, files }))).toEqual([{ name: 'a', files: 3 }])
})

const facts = {
  isKnown: false,
  sha256: '0'.repeat(64),
  bytes: 8,
  format: 'wav',
  type: 'sound',
  sampleRate: 48_000,
  channels: 1,
  frames: 48_000,
  seconds: 1,
  shape: '',
  modelVersion: 'none',
  vector: Buffer.from(new Float32Array(512).fill(0.1).buffer).toString('base64'),
}
