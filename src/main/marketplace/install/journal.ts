import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Result } from '#shared/kit'
import { isTemporaryOf, writeDurably } from '../../kit'
import {
  recordSchema,
  restoreVersion,
  uninstallPlugin,
  type InstallRecord,
} from '../../plugins/packages'
import { isInterrupted, journalOf } from './journal-file'

const id = z.string().max(200)
const schema = z.object({
  steps: z.array(z.object({ id, before: recordSchema.optional() })).max(1000),
  /** Everything else is as it should be: what is left to do is to take these away. */
  remove: z.array(id).max(1000).optional(),
})

/** A plugin that is about to change, and what it was: nothing where it is new. */
export interface JournalStep {
  readonly id: string
  readonly before: InstallRecord | undefined
}

/** Notes what several plugins were, before the first of them changes: who is killed on the way can be undone. */
export function beginJournal(
  plugins: string,
  steps: readonly JournalStep[],
): Promise<Result<void>> {
  return writeDurably(journalOf(plugins), `${JSON.stringify({ steps }, undefined, 2)}\n`)
}

/** All that comes has come, and now these go: who is killed from here on is not undone, but ended. */
export function beginRemoval(plugins: string, remove: readonly string[]): Promise<Result<void>> {
  return writeDurably(
    journalOf(plugins),
    `${JSON.stringify({ steps: [], remove }, undefined, 2)}\n`,
  )
}

/** All of them changed, or none any more. */
export async function endJournal(plugins: string): Promise<void> {
  await rm(journalOf(plugins), { force: true })
}

/**
 * Brings back what was before an installation that was killed, or ends it where all had come; again, where that was killed too.
 * Under the lock of all that change plugins.
 */
export async function undoInterrupted(plugins: string): Promise<void> {
  await sweepUnfinished(plugins)
  if (!isInterrupted(plugins)) return
  const text = await readFile(journalOf(plugins), 'utf8').catch(() => '')
  const { steps, remove = [] } = parsed(text)
  await undo(steps, plugins)
  // One that is gone already is no failure.
  for (const gone of remove) await uninstallPlugin(gone, plugins)
  await endJournal(plugins)
}

/** Whoever wrote one that is not whole was killed: only who holds the lock writes it. */
async function sweepUnfinished(plugins: string): Promise<void> {
  const file = basename(journalOf(plugins))
  for (const name of await readdir(plugins).catch(() => [])) {
    if (isTemporaryOf(name, file)) await rm(join(plugins, name), { force: true })
  }
}

/** The last first: what is needed goes after what needs it. */
export async function undo(steps: readonly JournalStep[], plugins: string): Promise<void> {
  for (const { id, before } of steps.toReversed()) {
    await (before === undefined
      ? uninstallPlugin(id, plugins)
      : restoreVersion(plugins, id, before))
  }
}

interface Journal {
  readonly steps: readonly JournalStep[]
  readonly remove?: readonly string[] | undefined
}

function parsed(text: string): Journal {
  try {
    const found = schema.safeParse(JSON.parse(text))
    if (!found.success) return { steps: [] }
    const { steps, remove } = found.data
    return { steps: steps.map(step => ({ id: step.id, before: step.before })), remove }
  } catch {
    return { steps: [] }
  }
}
