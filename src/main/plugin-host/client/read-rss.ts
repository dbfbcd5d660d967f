import { readFileSync } from 'node:fs'
import type { Bytes } from '#shared/kit'

const PAGE: Bytes = 4096

/** Memory of a process that is in use, where the system tells; V8’s own limits do not bound it. */
export function readRss(pid: number): Bytes | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return Number.isFinite(pages) ? pages * PAGE : undefined
  } catch {
    return undefined
  }
}
