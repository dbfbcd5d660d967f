import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { nodeBinary, rootFolder } from '../../kit'
import { inPatience } from './in-patience'
import { replySchema, type WorkerReply, type WorkerRequest } from './worker/requests'

const PATIENCE_MS = 60_000
const MOST_ANSWER = 128 * 2 ** 20

/** Has something done with code that nobody trusts, in a process that may fall over it. */
export function inWorker(request: WorkerRequest): Promise<WorkerReply> {
  const { promise, resolve } = Promise.withResolvers<WorkerReply>()
  const script = join(rootFolder(), 'out/main/package-worker.js')
  const child = spawn(nodeBinary(), ['--max-old-space-size=1024', '--no-warnings', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: '', NODE_OPTIONS: '' },
  })
  const chunks: Buffer[] = []
  let size = 0
  let isLate = false
  const patience = inPatience(PATIENCE_MS, () => {
    isLate = true
    child.kill('SIGKILL')
  })
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length
    chunks.push(chunk)
    if (size > MOST_ANSWER) child.kill('SIGKILL')
  })
  // One that falls over closes its end before all is said.
  child.stdin.on('error', () => {})
  child.stdin.end(JSON.stringify(request))
  child.on('close', () => {
    patience[Symbol.dispose]()
    resolve(isLate ? late : parsed(Buffer.concat(chunks).toString('utf8')))
  })
  return promise
}

const late: WorkerReply = {
  kind: 'failed',
  message: 'It took more than a minute to read the code.',
}

function parsed(text: string): WorkerReply {
  try {
    return replySchema.parse(JSON.parse(text))
  } catch {
    return { kind: 'failed', message: 'The code brought down whoever read it.' }
  }
}
