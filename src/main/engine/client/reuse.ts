import { planReuse, type Keeping, type RenderCache, type ReusePlan } from '../cache'
import { diffGraphs, type EngineGraph } from '../graph'
import type { EngineRequest, KeptTap, RenderJob } from '../protocol'

/** A sound that is being made: what it is, and where it lies meanwhile. */
interface Part extends Keeping {
  readonly path: string
}

/** One render with the help of those before it, and what it leaves for those after it. */
export class Reuse implements AsyncDisposable {
  readonly #cache: RenderCache | undefined
  readonly #plan: ReusePlan
  readonly #job: RenderJob
  readonly #parts: readonly Part[]

  private constructor(
    plan: ReusePlan,
    job: RenderJob,
    parts: readonly Part[],
    cache: RenderCache | undefined,
  ) {
    this.#plan = plan
    this.#job = job
    this.#parts = parts
    this.#cache = cache
  }

  static async plan(
    graph: EngineGraph,
    job: RenderJob,
    cache: RenderCache | undefined,
  ): Promise<Reuse> {
    const { from, to } = job
    if (cache === undefined) return new Reuse(all(graph), job, [], cache)
    const plan = await planReuse({ graph, cache, from, to })
    const parts = plan.keep.map(async item => ({ ...item, path: await cache.room(item.key) }))
    return new Reuse(plan, job, await Promise.all(parts), cache)
  }

  get requests(): readonly EngineRequest[] {
    const { graph, reads } = this.#plan
    const tees = this.#parts.map(({ end }) => end)
    const taps = this.#job.stems?.map(({ end }) => end) ?? []
    const batch = diffGraphs(undefined, graph)
    if (tees.length > 0) batch.push({ op: 'set-tees', tees })
    if (taps.length > 0) batch.push({ op: 'set-taps', taps })
    return [
      { kind: 'commit', batch },
      {
        kind: 'render',
        job: {
          ...this.#job,
          ...(tees.length > 0 && { keep: this.#parts.map(({ path }) => path) }),
          ...(reads.length > 0 && { kept: Math.min(...reads.map(({ frames }) => frames)) }),
        },
      },
    ]
  }

  get share() {
    const { nodes, reused } = this.#plan
    return { nodes, reused }
  }

  /** Throws away what was found not to be as it was written. */
  async drop(nodes: readonly string[]): Promise<void> {
    for (const node of nodes) {
      const dsp = this.#plan.graph.nodes[node]?.dsp
      if (dsp?.form === 'kept') await this.#cache?.drop(dsp.kept.path)
    }
  }

  /** Takes in what was written whole, and remembers what was of use. */
  async keep(kept: readonly KeptTap[]): Promise<void> {
    const cache = this.#cache
    if (cache === undefined) return
    for (const { path, ...facts } of kept) {
      const part = this.#parts.find(item => item.path === path)
      if (part !== undefined) await cache.take(path, { key: part.key, ...facts })
    }
    for (const sound of this.#plan.reads) await cache.touch(sound)
    if (this.#plan.keys.length > 0) await cache.remember(this.#plan.keys)
    await cache.trim()
  }

  /** Nothing half made stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { path } of this.#parts) await this.#cache?.drop(path)
  }
}

function all(graph: EngineGraph): ReusePlan {
  return { graph, reads: [], keep: [], keys: [], nodes: 0, reused: 0 }
}
