import { readdirSync, readFileSync } from 'node:fs'

/** The engine processes that this process has started, the oldest first: the one that sounds, then the spare. Linux only. */
export function enginePids(parent = process.pid): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => isEngine(pid, parent))
    .toSorted((a, b) => a - b)
}

function isEngine(pid: number, parent: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (
      Number(ppid) === parent &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine-host.js')
    )
  } catch {
    // It ended while we looked.
    return false
  }
}
