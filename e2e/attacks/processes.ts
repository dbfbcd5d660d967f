import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

const PATIENCE_MS = 10_000

/** Processes that a process has started and that are not gone, zombies too. Linux only. */
export function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => parentOf(pid) === parent)
}

export function isThere(pid: number): boolean {
  return parentOf(pid) !== undefined
}

/** Those of them that do not go. */
export async function remainOf(pids: () => readonly number[]): Promise<readonly number[]> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS;) {
    if (pids().length === 0) break
    await setTimeout(20)
  }
  return pids()
}

/** What a process was started with. */
export function commandOf(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
}

/** As the kernel remembers it; 0 of a process that is gone. */
export function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** How long this thread wanted to run so far, and had no processor; 0 where the system does not tell. */
export function keptWaitingMs(): number {
  try {
    const [, waited] = readFileSync('/proc/self/schedstat', 'utf8').split(' ')
    return Number(waited) / 1e6
  } catch {
    return 0
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}
