import { readdirSync, readFileSync } from 'node:fs'

/** Children of a process, by their ids. Linux alone. */
export function processesBelow(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      const stat = readIfThere(`/proc/${name}/stat`)
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
    })
    .map(Number)
}

/** What a process holds in memory; 0 where it has ended. */
export function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readIfThere(`/proc/${pid}/status`))?.[1]
  return Number(kilobytes ?? 0) / 1024
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It ended while we looked.
    return ''
  }
}
