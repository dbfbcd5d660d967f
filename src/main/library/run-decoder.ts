import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { err, fail, type Result } from '#shared/kit'
import { attempt, readFailure, rootFolder } from '../kit'
import type { DecodedFacts, DecodeJob } from './decode-sound'

/** Decodes one file somewhere. */
export type RunDecoder = (job: DecodeJob) => Promise<Result<DecodedFacts>>

const FIXED_MS = 30_000
/** The slowest decoder does ten times that on an old machine. */
const BYTES_PER_MS = 500

export interface WorkerDecoderOptions {
  readonly url?: URL
  /** Node options of the thread; tests run it from its sources. */
  readonly execArgv?: readonly string[]
  /** How long a file of so many bytes may take. */
  readonly deadline?: (bytes: number) => number
}

/** Decodes each file in a thread of its own, with a deadline and a limit of memory. */
export function workerDecoder({
  url = pathToFileURL(join(rootFolder(), 'out/main/decode-worker.js')),
  execArgv,
  deadline = bytes => FIXED_MS + bytes / BYTES_PER_MS,
}: WorkerDecoderOptions = {}): RunDecoder {
  return async job => {
    const info = await attempt(
      () => stat(job.source),
      errno => readFailure(errno, 'sound file'),
    )
    if (!info.ok) return info
    const worker = new Worker(url, {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 4 },
      ...(execArgv && { execArgv: [...execArgv] }),
    })
    return answerOf(worker, deadline(info.value.size))
  }
}

function answerOf(worker: Worker, milliseconds: number): Promise<Result<DecodedFacts>> {
  return new Promise(resolve => {
    const end = (result: Result<DecodedFacts>) => {
      clearTimeout(timer)
      worker.removeAllListeners()
      // An error on the way out would have nobody to hear it.
      worker.on('error', () => undefined)
      void worker.terminate().then(() => resolve(result))
    }
    const timer = setTimeout(
      () => end(err(fail('audio-damaged', 'Decoding took too long and was stopped.'))),
      milliseconds,
    )
    worker.on('message', (result: Result<DecodedFacts>) => end(result))
    worker.on('error', () => end(err(fail('audio-damaged', 'The decoder failed on the file.'))))
    worker.on('exit', () => end(err(fail('audio-damaged', 'The decoder ended without a result.'))))
  })
}
