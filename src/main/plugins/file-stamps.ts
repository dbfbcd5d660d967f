import { statSync } from 'node:fs'

/** What changed so lately may change again within the same tick of the disk’s clock. */
const TICK_MS = 100

/** Files and folders as they were, by path: when each was changed, how long it is and which it is. Empty for none. */
export type FileStamps = Readonly<Record<string, string>>

/** Undefined where one of them was changed since `began` or shortly before, in ms since 1970: what was read of it may be old. */
export function stampsOf(paths: readonly string[], began: number): FileStamps | undefined {
  const stamps: Record<string, string> = {}
  for (const path of paths) {
    const stamp = stampOf(path)
    if (stamp === undefined || stamp.changedAt > began - TICK_MS) return undefined
    stamps[path] = stamp.text
  }
  return stamps
}

export function isAsBefore(stamps: FileStamps): boolean {
  for (const path in stamps) if (stampOf(path)?.text !== stamps[path]) return false
  return true
}

/** Undefined of what cannot be looked at. */
function stampOf(path: string): { readonly text: string; readonly changedAt: number } | undefined {
  try {
    const info = statSync(path, { throwIfNoEntry: false })
    if (info === undefined) return { text: '', changedAt: 0 }
    const { mtimeMs, ctimeMs, size, ino } = info
    // Nobody can set the time of its last change by hand, as they can that of its contents.
    return { text: `${mtimeMs}:${ctimeMs}:${size}:${ino}`, changedAt: ctimeMs }
  } catch {
    return undefined
  }
}
