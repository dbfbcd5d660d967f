import type { JobInfo } from '#shared/contract'
import type { Result } from '#shared/kit'
import type { Jobs } from '../jobs'
import type { Log } from '../kit'
import type { SoundFolder, Store } from '../store'
import { IMPORT } from './import-kind'
import { changesOf, scanFolder } from './scan-folder'
import { FolderWatch } from './watch-folders'

/**
 * Keeps folders looked through: when they are added, when something in them changes, and at the start, should they have
 * changed meanwhile.
 */
export class FolderKeeper implements Disposable {
  readonly #store: Pick<Store, 'soundFolders'>
  readonly #jobs: Pick<Jobs, 'create' | 'changed'>
  readonly #log: Log
  readonly #watches = new Map<number, FolderWatch>()
  /** Changed while a job was at it, or while there was no room for one. */
  readonly #again = new Set<number>()
  readonly #running = new Map<number, string>()
  readonly #ended: Disposable
  #isOver = false

  constructor({ store, jobs, log }: KeeperParts) {
    this.#store = store
    this.#jobs = jobs
    this.#log = log
    this.#ended = jobs.changed.on(job => this.#hear(job))
  }

  /** The job that looks through a folder now. */
  jobOf(folder: number): string | undefined {
    return this.#running.get(folder)
  }

  /** Watches all folders, and looks through those that are not as they were. */
  async start(): Promise<void> {
    const folders = this.#store.soundFolders.list()
    if (!folders.ok) return
    for (const folder of folders.value) {
      this.watch(folder)
      await this.#lookIfChanged(folder)
    }
  }

  watch(folder: SoundFolder): void {
    this.#watches.get(folder.id)?.[Symbol.dispose]()
    const changed = (): void => void this.#lookIfChanged(folder)
    this.#watches.set(folder.id, new FolderWatch(folder.path, changed, this.#log))
  }

  forget(folder: number): void {
    this.#watches.get(folder)?.[Symbol.dispose]()
    this.#watches.delete(folder)
    this.#again.delete(folder)
  }

  look({ id, path }: SoundFolder): Result<JobInfo> {
    const job = this.#jobs.create(IMPORT, { folder: id, path })
    if (job.ok) this.#running.set(id, job.value.id)
    return job
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    this.#ended[Symbol.dispose]()
    for (const watch of this.#watches.values()) watch[Symbol.dispose]()
  }

  async #lookIfChanged(folder: SoundFolder): Promise<void> {
    if (this.#isOver) return
    if (this.#running.has(folder.id)) {
      this.#again.add(folder.id)
      return
    }
    const present = await scanFolder(folder.path)
    const known = this.#store.soundFolders.files(folder.id)
    if (this.#isOver || !known.ok) return
    if (present.ok) {
      const { toHear, back, gone } = await changesOf(present.value, known.value)
      if (toHear.length + back.length + gone.length === 0) return
    } else if (known.value.every(({ isMissing }) => isMissing)) return
    if (this.#isOver) return
    // No room in the lane: when one of its jobs has ended.
    if (!this.look(folder).ok) this.#again.add(folder.id)
  }

  #hear({ id, kind, state }: JobInfo): void {
    if (kind !== IMPORT || (state !== 'completed' && state !== 'failed' && state !== 'cancelled')) {
      return
    }
    for (const [folder, job] of this.#running) if (job === id) this.#running.delete(folder)
    if (this.#isOver) return
    for (const folder of this.#again) {
      this.#again.delete(folder)
      const found = this.#store.soundFolders.get(folder)
      if (found.ok && found.value !== undefined) void this.#lookIfChanged(found.value)
    }
  }
}

export interface KeeperParts {
  readonly store: Pick<Store, 'soundFolders'>
  readonly jobs: Pick<Jobs, 'create' | 'changed'>
  readonly log: Log
}
