import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nanoid } from 'nanoid'
import type { EarlyShape } from '#shared/contract'
import { Emitter } from '#shared/kit'
import type { JobParts, Jobs } from '../jobs'
import { isRunning, type Log } from '../kit'
import { EarlySound } from './early-sound'

/** So long a sound stays as it is before it grows again: whoever plays it fades over to the longer one. */
const PAUSE_MS = 1000

const overStates: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled'])

interface Follower {
  readonly project: string
  readonly node: string
}

interface Work {
  readonly followers: Set<Follower>
  readonly sounds: Map<string, EarlySound>
  /** What was told last. */
  told: JobParts | undefined
  growing: Promise<void> | undefined
}

/** What jobs have made so far, for the nodes that wait for it: it is heard, and its shape is seen, before they are done. */
export class EarlyClips implements Disposable {
  /** The project of which more can be heard, or something that could be is gone. */
  readonly changed = new Emitter<string>()
  readonly #folder: string
  readonly #log: Log
  readonly #pause: number
  readonly #works = new Map<string, Work>()
  readonly #stop = new AbortController()
  readonly #subscriptions = new DisposableStack()

  constructor({
    jobs,
    folder,
    log,
    pause = PAUSE_MS,
  }: {
    readonly jobs: Pick<Jobs, 'parts' | 'changed'>
    /** For copies of what is there, which go when their job is over. */
    readonly folder: string
    readonly log: Log
    readonly pause?: number
  }) {
    this.#folder = join(folder, `${process.pid}-${nanoid(8)}`)
    this.#log = log
    this.#pause = pause
    mkdirSync(this.#folder, { recursive: true })
    sweep(folder)
    this.#subscriptions.use(jobs.parts.on(told => this.#hear(told)))
    this.#subscriptions.use(
      jobs.changed.on(({ id, state }) => {
        if (overStates.has(state) && this.#works.get(id)?.followers.size === 0) this.#drop(id)
      }),
    )
  }

  /** A node waits for what a job makes. */
  follow(job: string, follower: Follower): void {
    this.unfollow(follower)
    const work = this.#workOf(job)
    work.followers.add(follower)
    this.#grow(job, work)
  }

  /** It waits no longer: it has it, or never will. */
  unfollow({ project, node }: Follower): void {
    for (const [job, { followers }] of this.#works) {
      for (const follower of followers) {
        if (follower.project !== project || follower.node !== node) continue
        followers.delete(follower)
        if (followers.size === 0) this.#drop(job)
        this.changed.emit(project)
      }
    }
  }

  /** What can be heard of a project’s nodes, by node and output. */
  of(project: string): ReadonlyMap<string, ReadonlyMap<string, EarlySound>> {
    const heard = new Map<string, ReadonlyMap<string, EarlySound>>()
    for (const { followers, sounds } of this.#works.values()) {
      if (sounds.size === 0) continue
      for (const { project: of, node } of followers) if (of === project) heard.set(node, sounds)
    }
    return heard
  }

  /** The shapes of what a job has made so far, by output. */
  shapesOf(job: string): Readonly<Record<string, EarlyShape>> | undefined {
    const sounds = this.#works.get(job)?.sounds
    if (sounds === undefined || sounds.size === 0) return undefined
    return Object.fromEntries([...sounds].map(([name, sound]) => [name, sound.shape]))
  }

  [Symbol.dispose](): void {
    this.#stop.abort()
    this.#subscriptions.dispose()
    this.changed[Symbol.dispose]()
    this.#works.clear()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #workOf(job: string): Work {
    const known = this.#works.get(job)
    if (known !== undefined) return known
    const work: Work = {
      followers: new Set(),
      sounds: new Map(),
      told: undefined,
      growing: undefined,
    }
    this.#works.set(job, work)
    return work
  }

  #hear(told: JobParts): void {
    const work = this.#workOf(told.job)
    work.told = told
    this.#grow(told.job, work)
  }

  /** Takes what was told last, and what is told meanwhile after a pause. */
  #grow(job: string, work: Work): void {
    if (work.growing !== undefined || work.followers.size === 0) return
    if (work.told === undefined || this.#stop.signal.aborted) return
    const { told } = work
    work.told = undefined
    work.growing = this.#take(job, work, told)
      .catch((error: unknown) => this.#log.warn({ err: error, job }, 'a part could not be taken'))
      .then(() => new Promise<void>(resolve => setTimeout(resolve, this.#pause).unref()))
      .then(() => {
        work.growing = undefined
        if (this.#works.get(job) === work) this.#grow(job, work)
      })
  }

  async #take(job: string, work: Work, { folder, parts }: JobParts): Promise<void> {
    let grew = false
    for (const part of parts) {
      const path = join(this.#folder, `${job}-${part.name}.f32`)
      const sound = work.sounds.get(part.name) ?? new EarlySound(path, part)
      if (!(await sound.grow(join(folder, part.file), part))) continue
      if (this.#works.get(job) !== work) return
      work.sounds.set(part.name, sound)
      grew = true
    }
    if (!grew) return
    for (const project of new Set([...work.followers].map(follower => follower.project))) {
      this.changed.emit(project)
    }
  }

  #drop(job: string): void {
    const work = this.#works.get(job)
    this.#works.delete(job)
    // Whoever plays it holds it open. What cannot be removed now goes at the next start.
    for (const { path } of work?.sounds.values() ?? []) {
      rm(path, { force: true }).catch(() => undefined)
    }
  }
}

/** What processes that are gone have left. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1] ?? 0)
    if (pid > 0 && !isRunning(pid)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
