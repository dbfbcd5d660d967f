import { Socket } from 'node:net'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { fail } from '#shared/kit'
import { FramedPipe, rootFolder } from '../../kit'
import { parseReply, parseRequest, type InferenceReply, type InferenceRequest } from '../protocol'

const PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL

type Run = Extract<InferenceRequest, { kind: 'run' }>

/**
 * The process that runs models: a thread for each task that is under way, kept for the next. It talks to the shell over
 * its fourth descriptor and ends when that closes, so that it never outlives the shell. What kills it kills no sound.
 */
function main(): void {
  // What sounds comes first; threads that are started later have it from here.
  setPriority(PRIORITY)
  const stream = new Socket({ fd: 3, readable: true, writable: true })
  const pipe: FramedPipe = new FramedPipe(stream, {
    json: message => {
      const request = parseRequest(message)
      if (request?.kind === 'run') begin(request)
      else if (request !== undefined) working.get(request.task)?.postMessage(request)
    },
    audio: () => {},
    closed: () => process.exit(0),
  })
  const working = new Map<number, Worker>()
  const idle: Worker[] = []
  const say = (reply: InferenceReply) => void pipe.sendJson(reply)

  function begin(request: Run): void {
    const worker = idle.pop() ?? start()
    working.set(request.task, worker)
    worker.postMessage(request)
  }

  function start(): Worker {
    const worker = new Worker(join(rootFolder(), 'out/main/inference-worker.js'))
    worker.on('message', (message: unknown) => {
      const reply = parseReply(message)
      if (reply === undefined) return
      if (reply.kind === 'done' || reply.kind === 'failed') {
        working.delete(reply.task)
        idle.push(worker)
      }
      say(reply)
    })
    worker.on('error', (error: Error) => lose(worker, error.message))
    worker.on('exit', () => lose(worker, 'its thread ended'))
    return worker
  }

  function lose(worker: Worker, reason: string): void {
    const at = idle.indexOf(worker)
    if (at !== -1) idle.splice(at, 1)
    for (const [task, other] of working) {
      if (other !== worker) continue
      working.delete(task)
      say({ kind: 'failed', task, failure: fail('inference-died', `${reason.slice(0, 300)}.`) })
    }
  }

  say({ kind: 'ready' })
}

main()
