import type { ClipNodeInfo, ClipsEvent, JobInfo } from '#shared/contract'
import { jobNodes, upstreamOf, type Node, type NodeCatalog, type Project } from '#shared/graph'
import { canonicalJson, Emitter, err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { Jobs } from '../jobs'
import { serially, type Log } from '../kit'
import type { ClipWork, WorkPlan } from './clip-work'
import type { EarlyClips } from './early-clips'
import type { MadeCache } from './made-cache'
import { placeMade, type PlaceParts } from './place-made'
import { requestKey, resultKey } from './request-key'
import { upstreamJobs } from './upstream-jobs'
import type { Wanted, WantedFile } from './wanted-file'
import { workInput } from './work-input'

export interface SessionParts extends PlaceParts {
  readonly works: ReadonlyMap<string, ClipWork>
  readonly jobs: Pick<Jobs, 'create' | 'ended' | 'changed' | 'service'>
  readonly catalog: () => NodeCatalog
  readonly cache: MadeCache
  readonly early: Pick<EarlyClips, 'follow' | 'unfollow' | 'shapesOf'>
  readonly log: Log
}

/** What a node would be made of now, and by whom. */
interface Planned {
  readonly plan: Result<WorkPlan>
  /** Nothing where it cannot be planned. */
  readonly key: string | undefined
}

/** The job nodes of one open project: how they stand, and the running of those that are wanted. */
export class ClipSession implements Disposable {
  readonly events = new Emitter<ClipsEvent>()
  /** Knows what was wanted before. */
  readonly ready: Promise<void>
  readonly #project: string
  readonly #parts: SessionParts
  readonly #file: WantedFile
  readonly #wanted = new Map<string, Wanted>()
  readonly #failures = new Map<
    string,
    { readonly failure: Failure; readonly key: string | undefined }
  >()
  readonly #stop = new AbortController()
  readonly #inTurn = serially()
  readonly #unlisten: Disposable
  #running = new Map<string, JobInfo>()
  #shown = new Map<string, string>()

  constructor(project: string, parts: SessionParts, file: WantedFile) {
    this.#project = project
    this.#parts = parts
    this.#file = file
    this.#unlisten = parts.jobs.changed.on(job => this.#hear(job))
    this.ready = this.#recover()
    void this.#inTurn(async () => {
      await this.ready
      await this.#advance()
    })
  }

  /** How all stand. */
  get nodes(): Readonly<Record<string, ClipNodeInfo>> {
    const opened = this.#parts.projects.opened(this.#project)
    if (!opened.ok) return {}
    const { document, folder } = opened.value
    const infos = jobNodes(document, this.#parts.catalog()).map(
      node => [node.id, this.#infoOf(node, this.#planOf(document, folder, node))] as const,
    )
    return Object.fromEntries(infos)
  }

  /** Whether anything is wanted that has not come to its end. */
  get isBusy(): boolean {
    return this.#wanted.size > 0
  }

  /** The nodes that are wanted and have not come to their end. */
  get making(): ReadonlySet<string> {
    return new Set(this.#wanted.keys())
  }

  /** Wants nodes with what is stale before them, or all that are empty or stale; answers which will run. */
  async run(nodes: readonly string[] | undefined): Promise<Result<readonly string[]>> {
    await this.ready
    const opened = this.#parts.projects.opened(this.#project)
    if (!opened.ok) return opened
    const { document, folder } = opened.value
    const all = jobNodes(document, this.#parts.catalog())
    const unknown = nodes?.find(id => !all.some(node => node.id === id))
    if (unknown !== undefined) {
      return err(fail('clip-node-unknown', `“${unknown}” is no node that works as a job.`))
    }
    const before = nodes && upstreamJobs(document, all, nodes)
    const chosen = all.filter(node => {
      if (this.#wanted.has(node.id)) return false
      if (nodes !== undefined && before?.has(node.id) !== true) return false
      const planned = this.#planOf(document, folder, node)
      const isNamed = nodes?.includes(node.id) === true
      // Somebody better may be there now; only who asks for the node by name asks for that.
      const isOther = planned.plan.ok && node.result?.by !== planned.plan.value.by
      return node.result === undefined || node.result.key !== planned.key || (isNamed && isOther)
    })
    for (const { id } of chosen) {
      this.#failures.delete(id)
      this.#wanted.set(id, { node: id })
    }
    this.look()
    await this.#keep()
    void this.#inTurn(() => this.#advance())
    return ok(chosen.map(({ id }) => id))
  }

  async cancel(nodes: readonly string[] | undefined): Promise<Result<void>> {
    await this.ready
    const gone = [...this.#wanted.values()].filter(({ node }) => nodes?.includes(node) ?? true)
    const signal = new AbortController().signal
    for (const { node, job } of gone) {
      this.#unwant(node)
      if (job === undefined) continue
      const isShared = [...this.#wanted.values()].some(other => other.job === job)
      if (!isShared) await this.#parts.jobs.service.cancel({ job }, { signal })
    }
    this.look()
    await this.#keep()
    return ok()
  }

  /** Something may have changed: tells what has, and goes on with what can go on. */
  look(): void {
    const nodes: Record<string, ClipNodeInfo> = {}
    const present = this.nodes
    for (const [id, info] of Object.entries(present)) {
      const text = canonicalJson(info)
      if (this.#shown.get(id) === text) continue
      this.#shown.set(id, text)
      nodes[id] = info
    }
    const gone = [...this.#shown.keys()].filter(id => !(id in present))
    for (const id of gone) this.#shown.delete(id)
    if (gone.length > 0 || Object.keys(nodes).length > 0) this.events.emit({ nodes, gone })
  }

  /** The jobs go on; who opens the project again gets what they have made. */
  [Symbol.dispose](): void {
    this.#stop.abort()
    for (const node of this.#wanted.keys()) {
      this.#parts.early.unfollow({ project: this.#project, node })
    }
    this.#unlisten[Symbol.dispose]()
    this.events[Symbol.dispose]()
  }

  #planOf(document: Project, folder: string, node: Node): Planned {
    const input = workInput(document, folder, node, this.#parts.catalog())
    if (input?.definition.dsp.form !== 'job') {
      return { plan: err(fail('node-type-unknown', 'Its plugin is not there.')), key: undefined }
    }
    const { work: id } = input.definition.dsp
    const work = this.#parts.works.get(id)
    if (work === undefined) {
      return { plan: err(fail('job-kind-unknown', `There is no work “${id}”.`)), key: undefined }
    }
    const plan = work.plan(input)
    return { plan, key: plan.ok ? requestKey(id, input, plan.value) : undefined }
  }

  #infoOf({ id, result }: Node, { plan, key }: Planned): ClipNodeInfo {
    const by = plan.ok ? { by: plan.value.by } : { lacks: plan.error }
    const wanted = this.#wanted.get(id)
    if (wanted !== undefined) {
      const job = wanted.job === undefined ? undefined : this.#running.get(wanted.job)
      const early = this.#parts.early.shapesOf(wanted.job ?? '')
      const named = {
        ...by,
        ...(wanted.job !== undefined && { job: wanted.job }),
        ...(early !== undefined && { early }),
      }
      if (job?.state !== 'processing') return { state: 'waiting', ...named }
      const { progress, stage, secondsLeft } = job
      return {
        ...{ state: 'running', ...named, progress },
        ...(stage !== undefined && { stage }),
        ...(secondsLeft !== undefined && { secondsLeft: Math.ceil(secondsLeft) }),
      }
    }
    const failed = this.#failures.get(id)
    if (failed !== undefined && isSame(failed, plan, key)) {
      return { state: 'failed', ...by, failure: failed.failure }
    }
    if (result === undefined) return { state: 'empty', ...by }
    return { state: result.key === key ? 'done' : 'stale', ...by }
  }

  #hear(job: JobInfo): void {
    const isOurs = [...this.#wanted.values()].some(wanted => wanted.job === job.id)
    if (!isOurs) return
    this.#running.set(job.id, job)
    this.look()
  }

  /** What was wanted when the project was closed, or Wireharp ended, goes on. */
  async #recover(): Promise<void> {
    for (const wanted of await this.#file.read()) {
      if (this.#wanted.has(wanted.node)) continue
      this.#want(wanted)
      if (wanted.job !== undefined) this.#follow(wanted)
    }
  }

  #want(wanted: Wanted): void {
    const { node, job } = wanted
    this.#wanted.set(node, wanted)
    if (job !== undefined) this.#parts.early.follow(job, { project: this.#project, node })
  }

  #unwant(node: string): void {
    this.#wanted.delete(node)
    this.#parts.early.unfollow({ project: this.#project, node })
  }

  #keep(): Promise<void> {
    return this.#file.write([...this.#wanted.values()])
  }

  /** Begins what nothing before it is wanted of. */
  async #advance(): Promise<void> {
    const { projects, catalog } = this.#parts
    for (;;) {
      const opened = projects.opened(this.#project)
      if (!opened.ok || this.#stop.signal.aborted) return
      const { document, folder } = opened.value
      const all = jobNodes(document, catalog())
      for (const id of this.#wanted.keys()) {
        if (!all.some(node => node.id === id)) this.#unwant(id)
      }
      const next = all.find(
        node =>
          this.#wanted.has(node.id) &&
          this.#wanted.get(node.id)?.job === undefined &&
          ![...upstreamJobs(document, all, [node.id])].some(
            id => id !== node.id && this.#wanted.has(id),
          ),
      )
      if (next === undefined) break
      await this.#begin(next, this.#planOf(document, folder, next))
    }
    await this.#keep()
    this.look()
  }

  async #begin(node: Node, { plan, key }: Planned): Promise<void> {
    if (!plan.ok || key === undefined) {
      return this.#fail(node.id, plan.ok ? fail('internal', '') : plan.error, key)
    }
    const { by } = plan.value
    const result = resultKey(key, plan.value)
    const before = await this.#parts.cache.find(result)
    if (before !== undefined) {
      const placed = await placeMade(this.#parts, this.#project, node.id, before, { key, by })
      this.#unwant(node.id)
      if (!placed.ok) this.#fail(node.id, placed.error, key)
      return
    }
    const asked = await plan.value.job(result)
    const job = asked.ok
      ? this.#parts.jobs.create(asked.value.kind, asked.value.input, 'normal')
      : asked
    if (!job.ok) return this.#fail(node.id, job.error, key)
    const wanted = { node: node.id, key, result, by, job: job.value.id }
    // It may have been called off meanwhile.
    if (!this.#wanted.has(node.id)) return
    this.#want(wanted)
    this.#running.set(job.value.id, job.value)
    this.#follow(wanted)
  }

  #fail(node: string, failure: Failure, key: string | undefined): void {
    this.#unwant(node)
    this.#failures.set(node, { failure, key })
    // What comes after it waits for what it did not make.
    const opened = this.#parts.projects.opened(this.#project)
    if (!opened.ok) return
    const cables = Object.values(opened.value.document.graph.cables)
    for (const { node: id, job } of this.#wanted.values()) {
      if (job === undefined && upstreamOf(cables, [id]).has(node)) this.#wanted.delete(id)
    }
  }

  #follow({ node, key = '', result = '', by = '', job = '' }: Wanted): void {
    const { jobs, log } = this.#parts
    const follow = async () => {
      const ended = await jobs.ended(job, this.#stop.signal)
      if (this.#stop.signal.aborted) return
      await this.#inTurn(async () => {
        if (this.#wanted.get(node)?.job !== job) return
        const done = ended.ok ? await this.#settle(node, ended.value, { key, result, by }) : ended
        this.#unwant(node)
        this.#running.delete(job)
        if (!done.ok) this.#fail(node, done.error, key)
        await this.#advance()
      })
    }
    follow().catch((error: unknown) => log.error({ err: error, node }, 'following a job failed'))
  }

  async #settle(
    node: string,
    job: JobInfo,
    { key, result, by }: { readonly key: string; readonly result: string; readonly by: string },
  ): Promise<Result<void>> {
    if (job.state === 'cancelled') return ok()
    if (job.state !== 'completed') {
      return err(job.failure ?? fail('job-state', `“${job.title}” is ${job.state}.`))
    }
    const opened = this.#parts.projects.opened(this.#project)
    const present = opened.ok ? opened.value.document.graph.nodes[node] : undefined
    const dsp = present && this.#parts.catalog().get(present.type)?.dsp
    const work = dsp?.form === 'job' ? this.#parts.works.get(dsp.work) : undefined
    if (work === undefined) return ok()
    const made = work.collect(job.result)
    if (!made.ok) return made
    await this.#parts.cache.keep(result, made.value)
    return placeMade(this.#parts, this.#project, node, made.value, { key, by })
  }
}

/** Whether what failed would be tried the same way again. */
function isSame(
  failed: { readonly failure: Failure; readonly key: string | undefined },
  plan: Result<WorkPlan>,
  key: string | undefined,
): boolean {
  if (failed.key !== key) return false
  return key !== undefined || (!plan.ok && plan.error.code === failed.failure.code)
}
