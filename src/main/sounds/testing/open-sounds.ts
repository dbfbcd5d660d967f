import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call } from '#shared/contract'
import { err, fail, unwrap } from '#shared/kit'
import { Inference } from '../../inference'
import { createJobs, type Jobs } from '../../jobs'
import { silentLog, systemClock } from '../../kit'
import { decodeSound, type LibraryService } from '../../library'
import { openStore, type Store } from '../../store'
import { createSounds, type Sounds } from '../create-sounds'

export interface OpenSounds extends AsyncDisposable {
  readonly store: Store
  readonly jobs: Jobs
  readonly sounds: Sounds
  readonly service: Sounds['service']
  readonly inference: Inference
}

export const call: Call = { signal: new AbortController().signal }

/** A folder for a test; gone when the test is. */
export function tempFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'wireharp-sounds-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

const noProject = () => err(fail('project-not-open', 'There is no project.'))

/** The library of a data folder, with the process that listens, and without projects. */
export function openSounds(folder: string, { watches = false } = {}): OpenSounds {
  const common = { clock: systemClock, log: silentLog }
  const store = unwrap(openStore({ path: join(folder, 'wireharp.db'), ...common }))
  const jobs = createJobs({ store, paths: { data: folder }, ...common })
  const inference = new Inference({ log: silentLog })
  const library: Pick<LibraryService, 'decoded' | 'decodedFile' | 'decodeOnce' | 'importPath'> = {
    decoded: () => Promise.resolve(noProject()),
    importPath: () => Promise.resolve(noProject()),
    async decodeOnce(source, target) {
      const facts = await decodeSound({ source, target })
      return facts.ok ? { ok: true, value: { path: target, ...facts.value } } : facts
    },
    decodedFile: (hash, path) => library.decodeOnce(path, join(folder, `${hash}.f32`)),
  }
  const sounds = createSounds({
    store,
    jobs,
    inference,
    library,
    projects: { opened: noProject },
    renderNode: () => Promise.resolve(noProject()),
    paths: { cache: join(folder, 'cache') },
    ...common,
    watches,
  })
  return {
    store,
    jobs,
    sounds,
    service: sounds.service,
    inference,
    async [Symbol.asyncDispose]() {
      sounds[Symbol.dispose]()
      await jobs[Symbol.asyncDispose]()
      await inference[Symbol.asyncDispose]()
      store[Symbol.dispose]()
    },
  }
}
