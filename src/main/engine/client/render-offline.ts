import { err, fail, ok, type Failure, type Result, type StopSignal } from '#shared/kit'
import type { RenderReport } from '#shared/contract'
import type { Log } from '../../kit'
import { diffGraphs, type EngineGraph } from '../graph'
import type { EngineReply, RenderJob } from '../protocol'
import { EngineProcess } from './engine-process'
import { Troubles } from './troubles'

export interface OfflineRender {
  readonly graph: EngineGraph
  readonly job: RenderJob
  readonly log: Log
  /** 0 to 1. */
  readonly onProgress?: (done: number) => void
  readonly signal?: StopSignal
}

type Outcome = Result<Omit<RenderReport, 'bypassed'>> | 'died'

/**
 * Renders a graph to a file in a process of its own, so that what plays goes on playing. A plugin that takes
 * the process down is bypassed, and the render begins again: every try bans one node more, so it ends.
 */
export async function renderOffline(options: OfflineRender): Promise<Result<RenderReport>> {
  const troubles = new Troubles()
  for (let tries = 0; tries <= Object.keys(options.graph.nodes).length; tries++) {
    const banned = troubles.list.length
    const outcome = await renderOnce(options, troubles)
    if (options.signal?.aborted) return err(fail('render-cancelled', ''))
    if (outcome !== 'died') {
      return outcome.ok ? ok({ ...outcome.value, bypassed: troubles.bypassed }) : outcome
    }
    // It died, and no plugin was to blame: trying again would end the same way.
    if (troubles.list.length === banned) break
  }
  return err(fail('engine-unavailable', 'The render ended before it was done.'))
}

async function renderOnce(
  { graph, job, log, onProgress, signal }: OfflineRender,
  troubles: Troubles,
): Promise<Outcome> {
  await using engine = new EngineProcess('offline', log)
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const stop = () => engine.kill()
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  using _replies = engine.replies.on(reply => {
    const failure = failureOf(reply)
    if (failure !== undefined) resolve(err(failure))
    if (reply.kind === 'trouble') troubles.report(reply.node, reply.failure)
    if (reply.kind === 'progress') onProgress?.(reply.frames / reply.of)
    if (reply.kind === 'rendered') resolve(ok(reply.report))
  })
  void engine.exited.then(({ lastWords }) => {
    if (lastWords !== undefined) troubles.ban(lastWords, graph)
    resolve('died')
  })
  engine.send({ kind: 'commit', batch: diffGraphs(undefined, troubles.tame(graph)) })
  engine.send({ kind: 'render', job })
  const outcome = await promise
  signal?.removeEventListener('abort', stop)
  return outcome
}

function failureOf(reply: EngineReply): Failure | undefined {
  return reply.kind === 'committed' || reply.kind === 'render-failed' ? reply.failure : undefined
}
