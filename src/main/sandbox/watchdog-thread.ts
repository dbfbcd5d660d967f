import { writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readBlame } from './blame-board'
import type { LastWords } from './last-words'
import type { WatchdogData } from './watchdog'

const POLL_MS = 10
/** What counts at most between two looks. */
const LONGEST_MS = 5 * POLL_MS
const STANDARD_OUTPUT = 1

/** Kills the process when a script hangs it or eats its memory, or when nobody is left who wants its work. */
function watch({ board, growth, graceMs, parent }: WatchdogData): void {
  const limit = process.memoryUsage.rss() + growth
  const nodes: string[] = []
  let seen = { call: 0, ms: 0 }
  let last = performance.now()
  parentPort?.on('message', (node: string) => {
    nodes.push(node)
  })
  setInterval(() => {
    if (parent !== undefined && process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
    const blame = readBlame(board)
    const now = performance.now()
    // While the machine or the whole process stood still, neither did the script run.
    const passed = Math.min(now - last, LONGEST_MS)
    last = now
    if (blame === undefined || blame.call !== seen.call) seen = { call: blame?.call ?? 0, ms: 0 }
    else seen.ms += passed
    const hung = blame !== undefined && seen.ms > blame.allowedMs + graceMs
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
