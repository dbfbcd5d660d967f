import { join } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import type { PluginDetails, PluginInfo } from '#shared/contract'
import type { PluginManager } from '../../../../plugins'
import { appPaths, type AppPaths } from '../../../../kit'
import { certificateOf, changedFiles } from '../../../../plugins/packages'
import { repairPlugin } from '../../../../upkeep'
import { errorLine, exitCodes, oneLine, problemLine, type Io } from '../../io'
import { openPlugins } from '../places'

export interface DoctorOptions {
  readonly id?: string
  readonly fix?: boolean
  readonly json?: boolean
}

/** What was found out about one plugin. */
interface Finding {
  readonly plugin: string
  readonly state: PluginInfo['state']
  readonly problems: readonly Failure[]
  /** What is no fault, and worth knowing. */
  readonly notes: readonly string[]
  /** What was done about it, or why nothing could be. */
  readonly fixed?: string
}

/** `wireharp plugin doctor`: everything that keeps plugins from running, and what helps. Refuses where there is any. */
export async function doctor(io: Io, { id, fix = false, json }: DoctorOptions): Promise<number> {
  await using plugins = openPlugins(io.env)
  const paths = appPaths(io.env)
  const { data } = paths
  const asked = plugins.list().filter(plugin => id === undefined || plugin.id === id)
  if (id !== undefined && asked.length === 0) {
    io.err(errorLine(fail('plugin-not-found', `There is no plugin “${id}”.`)))
    return exitCodes.refused
  }
  const found = await Promise.all(asked.map(plugin => examine(plugins, plugin, data)))
  const findings = fix ? await fixed(found, plugins, paths) : found
  const { warnings, folders } = plugins.status()
  const ill = findings.filter(({ problems }) => problems.length > 0)
  const { problem } = plugins.policy
  const ignored = warnings
    .filter(warning => warning !== problem?.message)
    .map(warning => fail('setting-ignored', warning))
  if (json === true) {
    io.out(
      JSON.stringify(
        { findings, warnings: problem ? [...ignored, problem] : ignored, folders },
        undefined,
        2,
      ),
    )
  } else {
    const shown = id === undefined ? findings.filter(isWorthTelling) : findings
    for (const line of [
      ...ignored.map(({ code, message }) => `config.yaml  ${code}: ${message}`),
      ...(problem === undefined ? [] : [`policy.yaml  ${problem.code}: ${problem.message}`]),
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
  const changed =
    plugin.origin === 'user' ? await changedFiles(plugin.id, join(data, 'plugins')) : []
  const log = await plugins.logs.tail(plugin.id, 1000)
  const errors = log.filter(({ level }) => level === 'error').length
  return [
    ...(plugin.state === 'skipped' && reason !== undefined ? [reason.message] : []),
    ...(errors > 0
      ? [
          `It logged ${errors} ${errors === 1 ? 'error' : 'errors'} lately: see \`wireharp plugin logs ${plugin.id}\`.`,
        ]
      : []),
    ...(changed.length > 0
      ? [
          `Changed since it was installed: ${changed.slice(0, 5).join(', ')}${changed.length > 5 ? ', …' : ''}. Install it again, or see \`wireharp plugin audit ${plugin.id}\`.`,
        ]
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

/** One after another: what one plugin needs may be another that is ill. */
async function fixed(
  findings: readonly Finding[],
  plugins: PluginManager,
  paths: AppPaths,
): Promise<readonly Finding[]> {
  const done: Finding[] = []
  for (const finding of findings) {
    const isIll = finding.problems.length > 0
    const repaired = isIll ? await repairPlugin(finding.plugin, { plugins, paths }) : undefined
    if (repaired === undefined) done.push(finding)
    else if (repaired.ok) done.push({ ...finding, problems: [], fixed: repaired.value })
    else done.push({ ...finding, fixed: repaired.error.message })
  }
  return done
}

function isWorthTelling({ problems, notes, fixed: what }: Finding): boolean {
  return problems.length + notes.length > 0 || what !== undefined
}

function linesOf({ plugin, state, problems, notes, fixed: what }: Finding): string[] {
  if (problems.length + notes.length === 0 && what === undefined) {
    return [`${plugin}  ${state}: nothing is wrong.`]
  }
  return [
    ...problems.map(problem => `${plugin}  ${problemLine(problem)}`),
    ...notes.map(note => `${plugin}  note: ${note}`),
    ...(what === undefined ? [] : [`${plugin}  fix: ${what}`]),
  ]
}
