import { writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readBlame, type Blame } from './blame-board'
import type { LastWords } from './last-words'
import type { WatchdogData } from './watchdog'

const POLL_MS = 10
/** What counts at most between two looks. */
const LONGEST_MS = 5 * POLL_MS
/** Of the clock’s time, what counts at least: a hang that uses no processor is one too. */
const IDLE_PART = 0.5
const STANDARD_OUTPUT = 1

/** Kills the process when a script hangs it or eats its memory, or when nobody is left who wants its work. */
function watch({ board, apart, growth, graceMs, parent }: WatchdogData): void {
  const atStart = process.memoryUsage.rss()
  let limit = atStart + growth
  const nodes: string[] = []
  const [here, aside] = [new Look(board), apart && new Look(apart)]
  let last = performance.now()
  let cpuBefore = process.cpuUsage()
  parentPort?.on('message', (told: string | number) => {
    if (typeof told === 'string') nodes.push(told)
    else limit = atStart + told
  })
  setInterval(() => {
    if (parent !== undefined && process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
    const now = performance.now()
    // While the machine or the whole process stood still, neither did the script run.
    const wall = Math.min(now - last, LONGEST_MS)
    const { user, system } = process.cpuUsage(cpuBefore)
    cpuBefore = process.cpuUsage()
    // And what had no processor did not hang.
    const passed = Math.min(wall, Math.max((user + system) / 1000, wall * IDLE_PART))
    last = now
    here.again(passed)
    aside?.again(passed)
    const hung = [here, aside].find(look => look?.isOver(graceMs))
    const fat = process.memoryUsage.rss() > limit
    if (hung === undefined && !fat) return
    // Memory is eaten in set-ups first of all.
    const { blame } = hung ?? (aside?.blame === undefined ? here : aside)
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

/** How long the present call of a board lasts. */
class Look {
  blame: Blame | undefined
  readonly #board: SharedArrayBuffer
  #ms = 0

  constructor(board: SharedArrayBuffer) {
    this.#board = board
  }

  again(passedMs: number): void {
    const before = this.blame
    this.blame = readBlame(this.#board)
    this.#ms =
      this.blame !== undefined && this.blame.call === before?.call ? this.#ms + passedMs : 0
  }

  isOver(graceMs: number): boolean {
    return this.blame !== undefined && this.#ms > this.blame.allowedMs + graceMs
  }
}

if (isWatchdogData(workerData)) watch(workerData)

function isWatchdogData(value: unknown): value is WatchdogData {
  return typeof value === 'object' && value !== null && 'board' in value && 'growth' in value
}
