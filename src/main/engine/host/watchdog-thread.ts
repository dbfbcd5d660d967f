import { writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readBlame } from '../../sandbox/blame-board'
import type { LastWords } from '../protocol'
import type { WatchdogData } from './watchdog'

/** A timeout ends what it can end; a call that lasts this much longer hangs in native code. */
const GRACE_MS = 100
const POLL_MS = 10
const STANDARD_OUTPUT = 1

/** Kills the process, engine and all, when a script hangs it or eats its memory. */
function watch({ board, growth }: WatchdogData): void {
  const limit = process.memoryUsage.rss() + growth
  const nodes: string[] = []
  let seen = { call: 0, since: 0 }
  parentPort?.on('message', (node: string) => {
    nodes.push(node)
  })
  setInterval(() => {
    const blame = readBlame(board)
    const now = performance.now()
    if (blame === undefined || blame.call !== seen.call) {
      seen = { call: blame?.call ?? 0, since: now }
    }
    const hung = blame !== undefined && now - seen.since > blame.allowedMs + GRACE_MS
    const fat = process.memoryUsage.rss() > limit
    if (!hung && !fat) return
    const node = blame && nodes[blame.slot]
    const words: LastWords = {
      kind: 'last-words',
      reason: fat ? 'memory' : 'hung',
      ...(node !== undefined && { node }),
    }
    writeSync(STANDARD_OUTPUT, `${JSON.stringify(words)}\n`)
    process.kill(process.pid, 'SIGKILL')
  }, POLL_MS)
}

if (isWatchdogData(workerData)) watch(workerData)

function isWatchdogData(value: unknown): value is WatchdogData {
  return typeof value === 'object' && value !== null && 'board' in value && 'growth' in value
}
