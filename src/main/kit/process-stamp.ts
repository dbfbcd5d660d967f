import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { attemptSync, errnoOf, readFailure } from './errno'

/** Which run of which process on which machine. Process ids come round again, start times do not. */
export interface ProcessStamp {
  readonly pid: number
  readonly host: string
  /** Boot and tick at which the process began; empty where the system does not tell. */
  readonly started: string
}

export function ownStamp(): ProcessStamp {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) }
}

/** Whether the process may be alive. One on another machine may: from here nobody can tell. */
export function mayLive({ pid, host, started }: ProcessStamp): boolean {
  if (host !== hostname()) return true
  if (!isRunning(pid)) return false
  return started === '' || started === startOf(pid)
}

/** A process that ended and waits for its parent to notice still has its id; it holds nothing any more. */
const ENDED = new Set(['Z', 'X'])

/** Whether some process has this id now; it need not be the one that had it before. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
}

/** Boot and tick at which a process began; empty where the system does not tell. */
export function startOf(pid: number): string {
  if (process.platform !== 'linux') return ''
  const found = attemptSync(
    () => {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name in parentheses may hold anything, so the count begins after its end: field 3 is next.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return ENDED.has(fields[0] ?? '') ? 'ended' : `${boot}:${fields[19]}`
    },
    errno => readFailure(errno, `process ${pid}`),
  )
  return found.ok ? found.value : ''
}
