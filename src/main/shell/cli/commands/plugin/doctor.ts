import { fail, type Failure } from '#shared/kit'
import type { PluginDetails, PluginInfo } from '#shared/contract'
import type { PluginManager } from '../../../../plugins'
import { appPaths } from '../../../../kit'
import { certificateOf } from '../../../../plugins/packages'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import { openPlugins } from '../places'

export interface DoctorOptions {
  readonly id?: string
  readonly json?: boolean
}

/** What was found out about one plugin. */
interface Finding {
  readonly plugin: string
  readonly state: PluginInfo['state']
  readonly problems: readonly Failure[]
  /** What is no fault, and worth knowing. */
  readonly notes: readonly string[]
}

/** `wireharp plugin doctor`: everything that keeps plugins from running, and what helps. Refuses where there is any. */
export async function doctor(io: Io, { id, json }: DoctorOptions): Promise<number> {
  await using plugins = openPlugins(io.env)
  const { data } = appPaths(io.env)
  const asked = plugins.list().filter(plugin => id === undefined || plugin.id === id)
  if (id !== undefined && asked.length === 0) {
    io.err(errorLine(fail('plugin-not-found', `There is no plugin “${id}”.`)))
    return exitCodes.refused
  }
  const findings = await Promise.all(asked.map(plugin => examine(plugins, plugin, data)))
  const { warnings, folders } = plugins.status()
  const ill = findings.filter(({ problems }) => problems.length > 0)
  if (json === true) io.out(JSON.stringify({ findings, warnings, folders }, undefined, 2))
  else {
    const shown = id === undefined ? findings.filter(isWorthTelling) : findings
    for (const line of [
      ...warnings.map(warning => `config.yaml  ${warning}`),
      ...shown.flatMap(linesOf),
    ]) {
      io.out(oneLine(line))
    }
    io.out(
      `${asked.length} ${asked.length === 1 ? 'plugin' : 'plugins'} looked at, ${ill.length} with problems.`,
    )
  }
  return ill.length + warnings.length === 0 ? exitCodes.done : exitCodes.refused
}

async function examine(
  plugins: PluginManager,
  { id, state, reason, folder }: PluginInfo,
  data: string,
): Promise<Finding> {
  const details = plugins.details(id)
  const own = details.ok && details.value.folder === folder ? details.value : undefined
  const expected = state === 'enabled' || state === 'disabled' || state === 'skipped'
  const problems = expected || own === undefined ? [] : own.problems
  const left = !expected && problems.length === 0 && reason !== undefined ? [reason] : problems
  return { plugin: id, state, problems: left, notes: await notesOf(plugins, own, reason, data) }
}

async function notesOf(
  plugins: PluginManager,
  plugin: PluginDetails | undefined,
  reason: Failure | undefined,
  data: string,
): Promise<string[]> {
  if (plugin === undefined) return []
  const { drift } = await certificateOf({ ...plugin, data })
  const log = await plugins.logs.tail(plugin.id, 1000)
  const errors = log.filter(({ level }) => level === 'error').length
  return [
    ...(plugin.state === 'skipped' && reason !== undefined ? [reason.message] : []),
    ...(errors > 0
      ? [`It logged ${errors} errors lately: see \`wireharp plugin logs ${plugin.id}\`.`]
      : []),
    ...drift.map(
      ({ node, detail }) =>
        `Not as its certificate says${node === '' ? '' : ` of “${node}”`}: ${detail}`,
    ),
    ...(plugin.trust === 'promoted' ? ['It runs in the engine’s own process, as you chose.'] : []),
    ...plugin.permissions
      .filter(
        ({ scope, right }) =>
          scope === undefined && (right.startsWith('files.') || right === 'network'),
      )
      .map(({ words }) => `It may ask to do this anywhere: ${words}.`),
  ]
}

function isWorthTelling({ problems, notes }: Finding): boolean {
  return problems.length + notes.length > 0
}

function linesOf({ plugin, state, problems, notes }: Finding): string[] {
  if (problems.length + notes.length === 0) return [`${plugin}  ${state}: nothing is wrong.`]
  return [
    ...problems.map(
      ({ code, message, at }) =>
        `${plugin}  ${code}${at === undefined ? '' : ` at ${at}`}: ${message}`,
    ),
    ...notes.map(note => `${plugin}  note: ${note}`),
  ]
}
