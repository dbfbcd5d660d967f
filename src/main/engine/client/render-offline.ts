import { err, fail, ok, type Failure, type Result, type StopSignal } from '#shared/kit'
import type { NodeTrouble } from '#shared/contract'
import type { Log } from '../../kit'
import type { RenderCache } from '../cache'
import type { EngineGraph } from '../graph'
import type { EncodeJob, EngineReply, EngineRequest, Rendered, RenderJob } from '../protocol'
import type { EngineExit } from './engine-process'
import { sizeProblem } from './graph-size'
import { OfflineEngines } from './offline-engines'
import { Reuse } from './reuse'
import { Troubles } from './troubles'

interface OfflineWork {
  readonly log: Log
  /** Where the process comes from; one of its own where it is left out. */
  readonly engines?: OfflineEngines
  /** 0 to 1. */
  readonly onProgress?: (done: number) => void
  readonly signal?: StopSignal
}

export interface OfflineRender extends OfflineWork {
  readonly graph: EngineGraph
  readonly job: Omit<RenderJob, 'keep' | 'kept'>
  /** Where what did not change is taken from, and what is worth it is kept; all is rendered where it is left out. */
  readonly cache?: RenderCache
}

export interface OfflineEncode extends OfflineWork {
  readonly job: EncodeJob
}

export interface OfflineRendered extends Rendered {
  /** Nodes that were bypassed because of trouble. */
  readonly bypassed: readonly string[]
  /** All trouble, that of nodes which sounded on too. */
  readonly troubles: readonly NodeTrouble[]
  /** Nodes that are heard, and those of them that were not rendered again. */
  readonly nodes: number
  readonly reused: number
}

/** How an engine process ended its work; without a reply it died before. */
interface Ending {
  readonly reply?: EngineReply
  readonly exit?: EngineExit
}

/**
 * Renders a graph to a file in a process of its own, so that what plays goes on playing. A plugin that takes
 * the process down is bypassed, and the render begins again: every try bans one node more, so it ends.
 */
export async function renderOffline(options: OfflineRender): Promise<Result<OfflineRendered>> {
  const troubles = new Troubles()
  const { graph, signal } = options
  let { cache } = options
  const tooLarge = sizeProblem(graph)
  if (tooLarge !== undefined) return err(tooLarge)
  for (let tries = 0; tries <= Object.keys(graph.nodes).length; tries++) {
    const banned = troubles.list.length
    await using reuse = await Reuse.plan(troubles.tame(graph), options.job, cache)
    const { reply, exit } = await workOnce(options, reuse.requests, troubles)
    if (signal?.aborted) return err(fail('render-cancelled', ''))
    const unread = troubles.list.map(({ node }) => node).filter(node => !(node in graph.nodes))
    await reuse.drop(unread)
    if (reply?.kind === 'kept-too-short' || unread.length > 0) {
      // Once more, and all of it.
      cache = undefined
      troubles.keep(graph.nodes)
      tries -= 1
      continue
    }
    if (reply?.kind === 'rendered') {
      const { kept = [], ...report } = reply.report
      if (troubles.list.length === 0) await reuse.keep(kept)
      return ok({
        ...report,
        ...reuse.share,
        bypassed: troubles.bypassed,
        troubles: troubles.list,
      })
    }
    const failure = reply && failureOf(reply)
    if (failure !== undefined) return err(failure)
    if (exit?.lastWords?.reason === 'memory' && exit.lastWords.node === undefined) {
      return err(fail('graph-too-large', 'The graph needs more memory than the engine may take.'))
    }
    if (exit?.lastWords !== undefined) troubles.ban(exit.lastWords, graph)
    // It died, and no plugin was to blame: trying again would end the same way.
    if (troubles.list.length === banned) break
  }
  return err(fail('engine-unavailable', 'The render ended before it was done.'))
}

/** Brings rendered samples into a file, in a process of its own as well: encoders take their time. */
export async function encodeOffline(options: OfflineEncode): Promise<Result<void>> {
  const { job, signal } = options
  const { reply } = await workOnce(options, [{ kind: 'encode', job }], new Troubles())
  if (signal?.aborted) return err(fail('render-cancelled', ''))
  if (reply?.kind === 'encoded') return ok()
  const failure = reply && failureOf(reply)
  return err(failure ?? fail('engine-unavailable', 'The encoding ended before it was done.'))
}

async function workOnce(
  { log, engines, onProgress, signal }: OfflineWork,
  requests: readonly EngineRequest[],
  troubles: Troubles,
): Promise<Ending> {
  await using lease = (engines ?? new OfflineEngines()).take(log)
  const { process: engine } = lease
  const { promise, resolve } = Promise.withResolvers<Ending>()
  const stop = () => engine.kill()
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  using _replies = engine.replies.on(reply => {
    if (reply.kind === 'trouble') troubles.report(reply.node, reply.failure)
    if (reply.kind === 'progress') onProgress?.(reply.frames / reply.of)
    if (isEnd(reply)) resolve({ reply })
  })
  void engine.exited.then(exit => resolve({ exit }))
  for (const request of requests) engine.send(request)
  const ending = await promise
  signal?.removeEventListener('abort', stop)
  const good = ending.reply?.kind === 'rendered' || ending.reply?.kind === 'encoded'
  if (good && engines !== undefined) lease.keep()
  return ending
}

function isEnd(reply: EngineReply): boolean {
  const ends = ['rendered', 'encoded', 'kept-too-short']
  return ends.includes(reply.kind) || failureOf(reply) !== undefined
}

function failureOf(reply: EngineReply): Failure | undefined {
  return reply.kind === 'committed' || reply.kind === 'render-failed' ? reply.failure : undefined
}
