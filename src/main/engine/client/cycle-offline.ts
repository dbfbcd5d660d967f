import type { Bytes } from '#shared/kit'
import type { Log } from '../../kit'
import { diffGraphs, type EngineGraph } from '../graph'
import type { EngineReply, RenderJob } from '../protocol'
import { EngineProcess } from './engine-process'

/** What is made and taken away, over and over. */
export interface Cycling {
  readonly graph: EngineGraph
  /** The same without what is looked at. */
  readonly bare: EngineGraph
  readonly cycles: number
  /** Two of them: they are over when the sound of an edit is. */
  readonly job: Omit<RenderJob, 'keep' | 'kept'>
  readonly log: Log
}

/**
 * Memory of kernels and scripts after each time that the nodes of a graph were made, sounded and went, in one process.
 * Ends early where the process or a commit does.
 */
export async function cycleOffline(options: Cycling): Promise<readonly Bytes[]> {
  const { graph, bare, cycles, job, log } = options
  await using engine = new EngineProcess('offline', log)
  const used: Bytes[] = []
  let sent: EngineGraph | undefined
  const turn = async (next: EngineGraph): Promise<Bytes | undefined> => {
    engine.send({ kind: 'commit', batch: diffGraphs(sent, next) })
    sent = next
    const memory = rendered(engine)
    engine.send({ kind: 'render', job })
    return memory
  }
  for (let cycle = 0; cycle < cycles; cycle++) {
    const full = await turn(graph)
    const left = full === undefined ? undefined : await turn(bare)
    if (left === undefined) break
    used.push(left)
  }
  return used
}

async function rendered(engine: EngineProcess): Promise<Bytes | undefined> {
  const { promise, resolve } = Promise.withResolvers<EngineReply | undefined>()
  using _replies = engine.replies.on(reply => {
    if (reply.kind === 'rendered' || reply.kind === 'render-failed') resolve(reply)
    // A node that was bypassed says nothing of what it takes.
    if (reply.kind === 'trouble') resolve(reply)
    if (reply.kind === 'committed' && reply.failure !== undefined) resolve(reply)
  })
  void engine.exited.then(() => resolve(undefined))
  const reply = await promise
  if (reply?.kind !== 'rendered') return undefined
  const { kernels, scripts } = reply.report.memory
  return kernels + scripts
}
