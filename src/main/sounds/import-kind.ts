import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { JobContext, JobFailure, JobKind } from '../jobs'
import type { Clock } from '../kit'
import type { FileStamp, HeardFile, Store } from '../store'
import { bad, listen } from './listen'
import { changesOf, scanFolder } from './scan-folder'

export const IMPORT = 'library/import'

const inputSchema = z.strictObject({
  folder: z.int(),
  /** For its title. */
  path: z.string().max(4096),
})
type Input = z.infer<typeof inputSchema>

export interface ImportReport {
  /** Sounds that are new, files whose sound was known, files that are none. */
  readonly added: number
  readonly known: number
  readonly failed: number
  readonly missing: number
}

export interface ImportParts {
  readonly store: Pick<Store, 'soundFolders' | 'tracks'>
  readonly inference: Pick<Inference, 'run'>
  readonly clock: Clock
  readonly changed: () => void
  /** How many files are heard at once. */
  readonly threads?: number
}

/** What was heard goes to the disk together, so often (ms) or so many at a time. */
const FLUSH_MS = 300
const FLUSH_FILES = 64

/**
 * The job that looks through a folder: what is new is heard, what is gone is marked. Files are kept as they are heard, each
 * once, so that after a crash it goes on with those that are not there yet. A file that is no sound is noted with the
 * reason, and holds up none.
 */
export function importKind(parts: ImportParts): JobKind<Input, ImportReport> {
  return {
    kind: IMPORT,
    lane: 'library',
    input: inputSchema,
    title: ({ path }) => `Look through “${path.slice(path.search(/[^/\\]*[/\\]*$/)) || path}”`,
    key: ({ folder }) => String(folder),
    memory: () => 256 * 1024 * 1024,
    run: context => new FolderImport(parts, context).run(),
  }
}

class FolderImport {
  readonly #parts: ImportParts
  readonly #context: JobContext<Input>
  readonly #heard: HeardFile[] = []
  /** Files that were under way when the process died: one of them may be why. */
  readonly #suspects: FileStamp[] = []
  #report = { added: 0, known: 0, failed: 0, missing: 0 }
  /** What is new, by its contents: two files of the same may be heard side by side. */
  readonly #fresh = new Set<string>()
  /** By size: when all files so far have been kept. */
  readonly #turns = new Map<number, Promise<void>>()
  #done = 0
  #total = 0
  #flushedAt = 0
  #failure: JobFailure | undefined

  constructor(parts: ImportParts, context: JobContext<Input>) {
    this.#parts = parts
    this.#context = context
  }

  async run(): Promise<Result<ImportReport, JobFailure>> {
    const { store, threads } = this.#parts
    const { input, signal, progress, log } = this.#context
    const folder = store.soundFolders.get(input.folder)
    if (!folder.ok) return folder
    if (folder.value === undefined) return ok(this.#report)
    progress(0, 'Looking for sound files')
    const present = await scanFolder(folder.value.path, signal)
    if (signal.aborted) return stopped()
    const known = store.soundFolders.files(input.folder)
    if (!known.ok) return known
    if (!present.ok) {
      const now = store.soundFolders.get(input.folder)
      // Somebody has said meanwhile where it lies now.
      if (now.ok && now.value !== undefined && now.value.path !== folder.value.path) {
        return this.run()
      }
      const all = known.value.map(({ path }) => path)
      store.soundFolders.missing(all, true)
      this.#parts.changed()
      const { message } = present.error
      return err({ ...fail('folder-missing', message), retryable: true })
    }
    const { toHear, back, gone } = await changesOf(present.value, known.value)
    for (const [paths, isMissing] of [
      [back, false],
      [gone, true],
    ] as const) {
      const marked = store.soundFolders.missing(paths, isMissing)
      if (!marked.ok) return err({ ...marked.error, retryable: true })
    }
    this.#report.missing = gone.length
    this.#total = toHear.length
    if (toHear.length > 0) log(`${toHear.length} files to hear, ${present.value.length} in all.`)
    this.#flushedAt = this.#parts.clock.monotonic()
    const queue = toHear.values()
    const lanes = threads ?? Math.min(4, Math.max(2, availableParallelism()))
    await Promise.all(Array.from({ length: lanes }, () => this.#work(queue, false)))
    // Each of them alone: the one that kills again is the one.
    await this.#work(this.#suspects.values(), true)
    await Promise.all(this.#turns.values())
    const kept = this.#flush()
    this.#parts.changed()
    if (this.#failure !== undefined) return err(this.#failure)
    if (signal.aborted) return stopped()
    if (!kept) return err(this.#failure ?? fail('internal', ''))
    store.tracks.removeOrphans()
    const { added, known: same, failed, missing } = this.#report
    log(`${added} sounds added, ${same} known already, ${failed} not readable, ${missing} missing.`)
    return ok(this.#report)
  }

  async #work(files: Iterable<FileStamp>, alone: boolean): Promise<void> {
    for (const file of files) {
      if (this.#context.signal.aborted || this.#failure !== undefined) return
      await this.#hear(file, alone)
    }
  }

  /**
   * Of files with the same contents the first one gives the sound its name, so that those of one size are kept in turn, whichever
   * was heard first. Nobody waits for that: the next file is heard meanwhile.
   */
  async #hear(file: FileStamp, alone: boolean): Promise<void> {
    const before = this.#turns.get(file.bytes)
    const hearing = this.#listen(file, alone)
    const turn = hearing.then(async heard => {
      await before
      if (heard !== undefined) this.#keep(heard)
    })
    // Whoever comes after it hears of that, and `run` at the end.
    turn.catch(() => {})
    this.#turns.set(file.bytes, turn)
    await hearing
  }

  async #listen(file: FileStamp, alone: boolean): Promise<HeardFile | undefined> {
    const { store, inference } = this.#parts
    const known = store.tracks.hashesOfSize(file.bytes)
    const hear = () => listen(inference, file, known.ok ? known.value : [], this.#context)
    const first = await hear()
    // Mostly another one was the reason.
    const isDead = !first.ok && first.error === 'died' && !alone
    const heard = isDead && !this.#context.signal.aborted ? await hear() : first
    if (heard.ok) return heard.value
    if (heard.error !== 'died') return undefined
    if (!alone) {
      this.#suspects.push(file)
      return undefined
    }
    const failure = fail('audio-damaged', 'The process that listened to it died of it.')
    const noted = bad(file, failure)
    return noted.ok ? noted.value : undefined
  }

  #keep(file: HeardFile): void {
    this.#heard.push(file)
    this.#done++
    if (file.kind === 'new' && !this.#fresh.has(file.facts.sha256)) {
      this.#fresh.add(file.facts.sha256)
      this.#report.added++
    } else if (file.kind !== 'bad') this.#report.known++
    else {
      this.#report.failed++
      this.#context.log(`${file.path}: ${file.failure.message}`)
    }
    this.#context.progress(
      this.#done / Math.max(1, this.#total),
      `${this.#done} of ${this.#total} files`,
    )
    const late = this.#parts.clock.monotonic() - this.#flushedAt > FLUSH_MS
    if (late || this.#heard.length >= FLUSH_FILES) {
      this.#flush()
      this.#parts.changed()
    }
  }

  #flush(): boolean {
    const files = this.#heard.splice(0)
    this.#flushedAt = this.#parts.clock.monotonic()
    if (files.length === 0) return true
    const { store, clock } = this.#parts
    const added = store.tracks.add(this.#context.input.folder, files, clock.now())
    if (added.ok) {
      // Nothing in it is read again: what is heard is known by itself. It says that the job gets on.
      this.#context.save({ heard: this.#done })
      return true
    }
    this.#failure = { ...added.error, retryable: true }
    return false
  }
}

function stopped(): Result<never, JobFailure> {
  return err(fail('job-stopped', 'It was stopped.'))
}
