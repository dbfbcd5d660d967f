import { open, readdir, stat } from 'node:fs/promises'
import { arch, cpus, freemem, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import type { Bytes } from '#shared/kit'
import { permissionInWords } from '#shared/graph'
import { appVersion, type AppPaths } from '../../kit'
import type { Jobs } from '../../jobs'
import type { PluginManager } from '../../plugins'
import type { Redactor } from './redact'

/** Of the end of every log. */
const MOST_LOG: Bytes = 256 * 1024
/** Logs of plugins that are put in, the newest. */
const MOST_PLUGIN_LOGS = 40
const MOST_JOBS = 200

export interface CollectParts {
  readonly paths: AppPaths
  readonly plugins: PluginManager
  readonly jobs: Pick<Jobs, 'service'> | undefined
  readonly face: string
  readonly now: number
}

/** A file of the bundle; texts are redacted by whoever puts them in. */
export interface DiagnosticFile {
  readonly name: string
  readonly text: string
}

/** Everything that helps to find out what is wrong, out of what the app keeps: no projects, no sounds, no settings of services. */
export async function collect(
  parts: CollectParts,
  { text, value }: Redactor,
): Promise<readonly DiagnosticFile[]> {
  const { paths, plugins } = parts
  const json = (name: string, content: unknown): DiagnosticFile => ({
    name,
    text: `${JSON.stringify(value(content), undefined, 2)}\n`,
  })
  return [
    // Versions of four parts would be taken for addresses; nothing in it is anybody’s.
    { name: 'about.json', text: `${JSON.stringify(aboutOf(parts), undefined, 2)}\n` },
    json('status.json', plugins.status()),
    json('plugins.json', pluginsOf(plugins)),
    json('doctor.json', doctorOf(plugins)),
    json('crashes.json', await crashesOf(paths)),
    json('metrics.json', await metricsOf(parts)),
    json('jobs.json', await jobsOf(parts)),
    ...(await logsOf(paths, { text, value })),
    ...(await settingsOf(paths, text)),
  ]
}

function aboutOf({ face, now }: CollectParts) {
  const [cpu] = cpus()
  return {
    wireharp: appVersion(),
    face,
    at: new Date(now).toISOString(),
    versions: process.versions,
    system: { type: type(), release: release(), arch: arch() },
    processors: { count: cpus().length, model: cpu?.model },
    memoryMb: { total: Math.round(totalmem() / 2 ** 20), free: Math.round(freemem() / 2 ** 20) },
    uptime: Math.round(process.uptime()),
  }
}

function pluginsOf(plugins: PluginManager) {
  return plugins.list().map(plugin => ({
    id: plugin.id,
    version: plugin.version,
    kind: plugin.kind,
    origin: plugin.origin,
    trust: plugin.trust,
    state: plugin.state,
    reason: plugin.reason,
    nodes: plugin.nodes.length,
    // Scopes name folders and hosts of the user’s.
    rights: plugin.permissions.map(({ right }) => permissionInWords({ right })),
    stats: plugins.stats.of(plugin.id),
  }))
}

/** What `wireharp plugin doctor` would say. */
function doctorOf(plugins: PluginManager) {
  const ill = plugins.list().filter(({ state }) => state !== 'enabled' && state !== 'disabled')
  return {
    warnings: plugins.status().warnings,
    findings: ill.map(({ id, state, reason }) => {
      const details = plugins.details(id)
      return { id, state, problems: details.ok ? details.value.problems : [reason] }
    }),
  }
}

/** The newest lines of the app’s logs that tell of something that broke. */
async function crashesOf(paths: AppPaths) {
  const names = (await namesIn(paths.logs)).filter(name => name.endsWith('.log'))
  const lines = await Promise.all(names.map(name => endOf(join(paths.logs, name))))
  return lines
    .flatMap(each => each.split('\n'))
    .flatMap(parsed)
    .filter(line => isRecord(line) && typeof line['level'] === 'number' && line['level'] >= 50)
    .slice(-100)
}

async function metricsOf({ paths }: CollectParts) {
  const { rss, heapUsed, external } = process.memoryUsage()
  const sizes = await Promise.all(
    ['wireharp.db', 'plugins', 'plugin-files', 'plugin-storage', 'models', 'media'].map(
      async name => [name, await sizeOf(join(paths.data, name))] as const,
    ),
  )
  return { process: { rss, heapUsed, external }, bytesOnDisk: Object.fromEntries(sizes) }
}

/** Kinds, states and failures; never what was asked for. */
async function jobsOf({ jobs }: CollectParts) {
  const signal = new AbortController().signal
  const list = await jobs?.service.list({ limit: 1000 }, { signal })
  if (list?.ok !== true) return []
  return list.value.slice(0, MOST_JOBS).map(job => ({
    kind: job.kind,
    lane: job.lane,
    state: job.state,
    attempts: job.attempts,
    createdAt: job.createdAt,
    failure: job.failure,
  }))
}

async function logsOf(paths: AppPaths, { text, value }: Redactor): Promise<DiagnosticFile[]> {
  const redacted = (log: string) =>
    log
      .split('\n')
      .filter(line => line !== '')
      .map(line => {
        const [json] = parsed(line)
        return json === undefined ? text(line) : JSON.stringify(value(json))
      })
      .join('\n')
  const own = (await namesIn(paths.logs)).filter(name => /\.(log|jsonl)(\.\d)?$/.test(name))
  const ofPlugins = (await namesIn(join(paths.logs, 'plugins'))).slice(0, MOST_PLUGIN_LOGS)
  const names = [...own, ...ofPlugins.map(name => join('plugins', name))]
  return Promise.all(
    names.map(async name => ({
      name: `logs/${name}`,
      text: `${redacted(await endOf(join(paths.logs, name)))}\n`,
    })),
  )
}

/** The settings of plugins, whose values may be anything, by their names alone; the policy as it is. */
async function settingsOf(paths: AppPaths, text: (from: string) => string) {
  const files: DiagnosticFile[] = []
  const settings = await endOf(join(paths.config, 'config.yaml'))
  if (settings !== '') {
    const names = settings.replace(
      /^([ \t]*(?:- )?[\w.$-]+:)[ \t]*(?!(?:true|false)[ \t]*$)[^\s#].*$/gm,
      '$1 …',
    )
    files.push({ name: 'config.yaml', text: text(names.replace(/#.*$/gm, '')) })
  }
  const policy = await endOf(join(paths.config, 'policy.yaml'))
  if (policy !== '') files.push({ name: 'policy.yaml', text: text(policy) })
  return files
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter(entry => entry.isFile()).map(({ name }) => name)
}

async function endOf(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r')
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.min(size, MOST_LOG))
    await file.read(bytes, 0, bytes.length, size - bytes.length)
    const text = bytes.toString('utf8')
    // A line that was cut may hold half a secret, which nothing knows by sight.
    return size > MOST_LOG ? text.slice(text.indexOf('\n') + 1) : text
  } catch {
    return ''
  }
}

async function sizeOf(path: string): Promise<Bytes> {
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory() !== true) return info?.size ?? 0
  const inside = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = inside.filter(entry => entry.isFile()).slice(0, 10_000)
  const sizes = await Promise.all(
    files.map(file =>
      stat(join(file.parentPath, file.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

function parsed(line: string): unknown[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
