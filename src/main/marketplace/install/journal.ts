import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Result } from '#shared/kit'
import { writeDurably } from '../../kit'
import {
  recordSchema,
  restoreVersion,
  uninstallPlugin,
  type InstallRecord,
} from '../../plugins/packages'

const schema = z.object({
  steps: z.array(z.object({ id: z.string().max(200), before: recordSchema.optional() })).max(1000),
})

/** A plugin that is about to change, and what it was: nothing where it is new. */
export interface JournalStep {
  readonly id: string
  readonly before: InstallRecord | undefined
}

function pathOf(plugins: string): string {
  return join(plugins, '.market-journal.json')
}

/** Notes what several plugins were, before the first of them changes: who is killed on the way can be undone. */
export function beginJournal(
  plugins: string,
  steps: readonly JournalStep[],
): Promise<Result<void>> {
  return writeDurably(pathOf(plugins), `${JSON.stringify({ steps }, undefined, 2)}\n`)
}

/** All of them changed, or none any more. */
export async function endJournal(plugins: string): Promise<void> {
  await rm(pathOf(plugins), { force: true })
}

/** Whether somebody was killed while several plugins changed. */
export function isInterrupted(plugins: string): boolean {
  return existsSync(pathOf(plugins))
}

/** Brings back what was before an installation that was killed; again, where that was killed too. */
export async function undoInterrupted(plugins: string): Promise<void> {
  if (!isInterrupted(plugins)) return
  const text = await readFile(pathOf(plugins), 'utf8').catch(() => '')
  await undo(parsed(text), plugins)
  await endJournal(plugins)
}

/** The last first: what is needed goes after what needs it. */
export async function undo(steps: readonly JournalStep[], plugins: string): Promise<void> {
  for (const { id, before } of steps.toReversed()) {
    await (before === undefined
      ? uninstallPlugin(id, plugins)
      : restoreVersion(plugins, id, before))
  }
}

function parsed(text: string): readonly JournalStep[] {
  try {
    const found = schema.safeParse(JSON.parse(text))
    return found.success ? found.data.steps.map(({ id, before }) => ({ id, before })) : []
  } catch {
    return []
  }
}
