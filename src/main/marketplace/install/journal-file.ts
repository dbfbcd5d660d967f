import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where it is noted what several plugins were, while they change. */
export function journalOf(plugins: string): string {
  return join(plugins, '.market-journal.json')
}

/** Whether somebody was killed while several plugins changed. */
export function isInterrupted(plugins: string): boolean {
  return existsSync(journalOf(plugins))
}
