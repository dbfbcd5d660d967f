import { readdirSync, readFileSync } from 'node:fs'

/** The engine processes that this process has started, the oldest first: the one that sounds, then the spare. Linux only. */
export function enginePids(parent = process.pid): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .flatMap(pid => engineOf(pid, parent) ?? [])
    .toSorted((a, b) => a.began - b.began || a.pid - b.pid)
    .map(({ pid }) => pid)
}

/** Numbers of processes begin anew at some time, so when it began says how old it is. */
function engineOf(pid: number, parent: number): { pid: number; began: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (Number(fields[1]) !== parent) return undefined
    const isEngine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine-host.js')
    return isEngine ? { pid, began: Number(fields[19]) } : undefined
  } catch {
    // It ended while we looked.
    return undefined
  }
}
