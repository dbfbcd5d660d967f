import { parentPort } from 'node:worker_threads'
import { fail } from '#shared/kit'
import type { SoundPart } from '../../kit'
import { parseRequest, type InferenceReply } from '../protocol'
import { embedByClap, embedWordsByClap } from './embedding'
import { generateMusic } from './music'
import { describeRaw, listenToFile } from './listen'
import type { Pipeline } from './pipeline'
import { transcribePitch } from './pitch'
import { runOwnModel } from './own'
import { transcribeByWhisper } from './speech'
import { ModelAnswerError } from './sessions'
import { convertSound } from './sound'
import { separateByDemucs, separateByShape } from './stems'
import { findVoice, splitVoice } from './voice'

const all: readonly Pipeline[] = [
  findVoice,
  splitVoice,
  transcribePitch,
  transcribeByWhisper,
  separateByShape,
  separateByDemucs,
  generateMusic,
  embedByClap,
  embedWordsByClap,
  describeRaw,
  listenToFile,
  runOwnModel,
  convertSound,
]
const pipelines: ReadonlyMap<string, Pipeline> = new Map(
  all.map(pipeline => [pipeline.id, pipeline]),
)

/** What was saved and is not on the disk yet, and who waits for it. */
class Saved {
  #open = 0
  #waiting: (() => void)[] = []

  add(): void {
    this.#open += 1
  }
  kept(): void {
    this.#open -= 1
    if (this.#open > 0) return
    for (const go of this.#waiting.splice(0)) go()
  }
  all(signal: AbortSignal): Promise<void> {
    if (this.#open === 0 || signal.aborted) return Promise.resolve()
    return new Promise(resolve => {
      this.#waiting.push(resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
}

/** A thread that runs pipelines, one at a time as the process gives them to it. */
const running = new Map<number, { readonly stop: AbortController; readonly saved: Saved }>()
const say = (reply: InferenceReply) => parentPort?.postMessage(reply)

parentPort?.on('message', (message: unknown) => {
  const request = parseRequest(message)
  if (request?.kind === 'stop') running.get(request.task)?.stop.abort()
  else if (request?.kind === 'kept') running.get(request.task)?.saved.kept()
  else if (request?.kind === 'run') void run(request)
})

async function run({
  task,
  pipeline: id,
  input,
  checkpoint,
  folder,
  heard,
}: Extract<ReturnType<typeof parseRequest>, { kind: 'run' }>): Promise<void> {
  const pipeline = pipelines.get(id)
  if (pipeline === undefined) {
    const failure = fail('job-kind-unknown', `There is no pipeline “${id}”.`)
    say({ kind: 'failed', task, failure })
    return
  }
  const stop = new AbortController()
  const saved = new Saved()
  running.set(task, { stop, saved })
  try {
    const result = await pipeline.run(input, {
      signal: stop.signal,
      folder,
      checkpoint,
      save(value) {
        saved.add()
        say({ kind: 'checkpoint', task, checkpoint: value })
      },
      kept: () => saved.all(stop.signal),
      progress: (done, stage) => say({ kind: 'progress', task, done, stage }),
      ...(heard === true && {
        parts: (parts: readonly SoundPart[]) => say({ kind: 'parts', task, parts }),
      }),
      log: text => say({ kind: 'log', task, text }),
    })
    if (result.ok) say({ kind: 'done', task, result: result.value })
    else say({ kind: 'failed', task, failure: result.error })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    say({
      kind: 'log',
      task,
      text: error instanceof Error ? (error.stack ?? reason).slice(0, 4000) : reason,
    })
    const failure =
      error instanceof ModelAnswerError
        ? fail('model-refused', reason)
        : fail('job-crashed', `${reason.slice(0, 300)}.`)
    say({ kind: 'failed', task, failure })
  } finally {
    running.delete(task)
  }
}
