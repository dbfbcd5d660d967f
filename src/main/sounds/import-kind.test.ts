import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../kit'
import { openStore } from '../store'
import { importKind } from './import-kind'
import { tempFolder } from './testing/open-sounds'

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
  const context = {
    id: 'j',
    input: { folder: folder.id, path: folder.path },
    signal: new AbortController().signal,
    folder: home.path,
    checkpoint: undefined,
    save: () => true,
    log: () => undefined,
    // The first word comes before it looks.
    progress() {
      if (isMoved) unwrap(store.soundFolders.move(folder, now.path))
    },
  }
  const missing = await kind.run(context)
  expect(missing).toMatchObject({ ok: false, error: { code: 'folder-missing' } })
  isMoved = true
  expect(await kind.run(context)).toMatchObject({ ok: true, value: { failed: 0, missing: 0 } })
})
