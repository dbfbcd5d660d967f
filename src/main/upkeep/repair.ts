import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, writeFailure, type AppPaths } from '../kit'
import type { PluginManager } from '../plugins'
import { auditInstalled, readRecord, rollBack } from '../plugins/packages'

export interface RepairParts {
  readonly paths: Pick<AppPaths, 'data' | 'config'>
  readonly plugins: PluginManager
}

/**
 * Does for a plugin that does not run what can be done without asking anybody, and tells in a sentence what that was:
 * another try after a quarantine, what it needs enabled, settings that fit, or the version before one that is damaged.
 */
export async function repairPlugin(
  id: string,
  { paths, plugins }: RepairParts,
): Promise<Result<string>> {
  const info = plugins.get(id)
  if (info === undefined) return err(fail('plugin-not-found', `There is no plugin “${id}”.`))
  const folder = join(paths.data, 'plugins')
  const audit = info.origin === 'user' ? await auditInstalled(id, folder) : undefined
  if (audit !== undefined && audit.changed.length > 0) return back(id, folder, plugins)
  const code = info.reason?.code
  if (code === 'plugin-quarantined') {
    const tried = await plugins.setEnabled(id, true)
    return tried.ok ? ok('Its quarantine was lifted: it is given another try.') : tried
  }
  if (code === 'plugin-dependency') {
    const off = Object.keys(info.dependencies).filter(
      needed => plugins.get(needed)?.state === 'disabled',
    )
    if (off.length === 0) return nothingDone(id, info.reason)
    for (const needed of off) {
      const enabled = await plugins.setEnabled(needed, true)
      if (!enabled.ok) return enabled
    }
    return ok(`What it needs was enabled: ${off.join(', ')}.`)
  }
  if (code === 'plugin-config-invalid') {
    const file = join(paths.config, 'config.yaml')
    const backup = `${file}.before-fix`
    const copied = await attempt(
      () => copyFile(file, backup),
      errno => writeFailure(errno, backup),
    )
    if (!copied.ok) return copied
    const reset = await plugins.configure(id, {})
    return reset.ok
      ? ok(`Its settings are its defaults again; the old ones are in ${backup}.`)
      : reset
  }
  if (code === 'plugin-manifest-invalid' || code === 'plugin-code-failed') {
    return back(id, folder, plugins)
  }
  return nothingDone(id, info.reason)
}

function nothingDone(id: string, reason: Failure | undefined): Result<never> {
  const why = reason?.message ?? 'Nothing is wrong with it.'
  return err(fail('plugin-not-repaired', `Nothing could be done for “${id}”: ${why}`))
}

async function back(id: string, folder: string, plugins: PluginManager): Promise<Result<string>> {
  const done = await rollBack(id, folder)
  if (!done.ok) {
    const source = plugins.found.get(id)?.source ?? readRecord(folder, id)?.source
    const from = source === undefined ? '' : `; install it again from ${source}`
    const detail = `“${id}” is damaged, and no version before it is there${from}.`
    return err(fail('plugin-not-repaired', detail))
  }
  plugins.refresh()
  return ok(`${done.value.from} is damaged: ${done.value.to} is back, and pinned.`)
}
