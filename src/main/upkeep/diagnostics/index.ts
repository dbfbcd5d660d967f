import { join } from 'node:path'
import type { DiagnosticsBundle } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import { lookAtJobs } from '../../jobs'
import { silentLog, systemClock, type AppPaths, type Clock } from '../../kit'
import type { PluginManager } from '../../plugins'
import { collect } from './collect'
import { privateOf } from './private-of'
import { redactor } from './redact'
import { writeBundle } from './write-bundle'

export interface DiagnosticsParts {
  readonly paths: AppPaths
  readonly plugins: PluginManager
  readonly face: string
  /** Where it goes; a new file among the projects if left out. */
  readonly path?: string | undefined
  readonly clock?: Clock
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Writes what helps to find out what is wrong as one zip, without anything private: versions, states of plugins, what the
 * doctor says, crashes, logs, figures and jobs. It leaves this machine only if the user sends it.
 */
export async function saveDiagnostics(parts: DiagnosticsParts): Promise<Result<DiagnosticsBundle>> {
  const { paths, plugins, face, clock = systemClock, env = process.env } = parts
  const now = clock.now()
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
  const path = parts.path ?? join(paths.projects, `wireharp-diagnostics-${stamp}.zip`)
  // Without the database all else is worth having still.
  const looked = lookAtJobs({ paths, clock, log: silentLog })
  await using stack = new AsyncDisposableStack()
  const jobs = looked.ok ? stack.use(looked.value) : undefined
  const redact = redactor(await privateOf(paths, jobs, env))
  const files = await collect({ paths, plugins, jobs, face, now }, redact)
  const written = await writeBundle(path, files)
  return written.ok
    ? ok({ path, bytes: written.value, files: files.map(({ name }) => name) })
    : written
}
