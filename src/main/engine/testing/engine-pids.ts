import { readdirSync, readFileSync } from 'node:fs'

/** The engine processes that this process has started, the oldest first: the one that sounds, then the spare. Linux only. */
export function enginePids(parent = process.pid): number[] {
  return childrenOf([parent], 'engine-host.js')
}

/** Processes of plugins, of all engines of this process: what an engine started itself, or had started by its nursery. */
export function hostPids(): number[] {
  const engines = enginePids()
  return childrenOf([...engines, ...childrenOf(engines, 'host-nursery.js')], 'script-host.js')
}

function childrenOf(parents: readonly number[], script: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .flatMap(pid => childOf(pid, parents, script) ?? [])
    .toSorted((a, b) => a.began - b.began || a.pid - b.pid)
    .map(({ pid }) => pid)
}

/** Numbers of processes begin anew at some time, so when it began says how old it is. */
function childOf(
  pid: number,
  parents: readonly number[],
  script: string,
): { pid: number; began: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (!parents.includes(Number(fields[1]))) return undefined
    const isMeant = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script)
    return isMeant ? { pid, began: Number(fields[19]) } : undefined
  } catch {
    // It ended while we looked.
    return undefined
  }
}
