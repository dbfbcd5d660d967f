import type { HistoryEntry } from '#shared/contract'

/**
 * How far it is to an entry, −1 being the beginning: so many undos where negative, redos where positive. The
 * entry itself is in effect afterwards.
 */
export function stepsTo(entries: readonly Pick<HistoryEntry, 'done'>[], index: number): number {
  return index - entries.findLastIndex(entry => entry.done)
}
