import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { err, ok, type Result } from '#shared/kit'
import { isPlainJson } from '#shared/graph'

/** What config.yaml says of one plugin. */
export interface PluginSetting {
  /** As the file chooses; nothing where it does not say. */
  readonly enabled?: boolean
  readonly config: Readonly<Record<string, unknown>>
}

/** The `plugins` section of config.yaml. */
export interface PluginSettings {
  /** More folders in which plugins lie, absolute. */
  readonly paths: readonly string[]
  /** By plugin id, or by name of the folder that holds the plugin. */
  readonly plugins: Readonly<Record<string, PluginSetting>>
  /** What the file names that nobody knows, and what is wrong with it, in words. */
  readonly warnings: readonly string[]
}

/** Nothing was set: every plugin that is found runs, with its defaults. */
export const noSettings: PluginSettings = { paths: [], plugins: {}, warnings: [] }

/** No settings file is larger. */
export const MAX_SETTINGS_BYTES = 1024 * 1024

const name = z.string().min(1).max(140)
const config = z.record(z.string(), z.unknown())
const builtIn = z.looseObject({ enabled: z.boolean().optional() }).nullable()
const custom = z.looseObject({
  name,
  module: name.optional(),
  enabled: z.boolean().optional(),
  config: config.nullish(),
})

const known = new Set(['paths', 'builtin', 'custom'])
const knownCustom = new Set(['name', 'module', 'enabled', 'config'])

/**
 * Reads config.yaml. What does not fit is left out and named in the warnings; the rest counts: a mistake in the
 * settings of one plugin is no reason to lose those of the others, and none to start without plugins.
 */
export function parseSettings(text: string, folder: string): PluginSettings {
  const document = parseDocument(text)
  const [broken] = document.errors
  if (broken !== undefined) {
    return { ...noSettings, warnings: [`The file is no YAML: ${firstLine(broken.message)}`] }
  }
  const read = plain(document)
  if (!read.ok) return { ...noSettings, warnings: [read.error] }
  const root = read.value ?? {}
  if (!isRecord(root)) return { ...noSettings, warnings: ['The file is no list of settings.'] }
  const section = root['plugins'] ?? {}
  if (!isRecord(section)) return { ...noSettings, warnings: ['“plugins” is no list of settings.'] }
  if (!isPlainJson(section)) {
    return { ...noSettings, warnings: ['“plugins” holds what no setting can be: it was left out.'] }
  }
  const reading = new Reading(folder)
  for (const key of Object.keys(section)) {
    if (!known.has(key)) reading.warn(`There is no setting “plugins.${key}”; it was left out.`)
  }
  for (const key of Object.keys(root)) {
    if (known.has(key)) reading.warn(`“${key}” belongs below “plugins:”; it was left out.`)
  }
  reading.paths(section['paths'])
  reading.builtIn(section['builtin'])
  reading.custom(section['custom'])
  return reading.result()
}

class Reading {
  readonly #folder: string
  readonly #paths: string[] = []
  readonly #plugins = new Map<string, PluginSetting>()
  readonly #warnings: string[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  warn(warning: string): void {
    this.#warnings.push(warning)
  }

  result(): PluginSettings {
    return {
      paths: this.#paths,
      plugins: Object.fromEntries(this.#plugins),
      warnings: this.#warnings,
    }
  }

  paths(value: unknown): void {
    if (value === undefined || value === null) return
    if (!Array.isArray(value)) return this.warn('“plugins.paths” is no list of folders.')
    const items: readonly unknown[] = value
    for (const item of items) {
      if (typeof item === 'string' && item !== '') this.#paths.push(absolute(item, this.#folder))
      else this.warn('“plugins.paths” holds something that is no folder.')
    }
  }

  builtIn(value: unknown): void {
    if (value === undefined || value === null) return
    if (!isRecord(value)) return this.warn('“plugins.builtin” is no list of plugins by id.')
    for (const [id, entry] of Object.entries(value)) {
      const parsed = builtIn.safeParse(entry)
      if (!parsed.success) {
        this.warn(`“plugins.builtin.${id}” is wrong: ${complaint(parsed.error)}`)
        continue
      }
      const { enabled, config: inner, ...rest } = parsed.data ?? {}
      const config = isRecord(inner) ? { ...rest, ...inner } : rest
      this.#plugins.set(id, { ...(enabled !== undefined && { enabled }), config })
    }
  }

  custom(value: unknown): void {
    if (value === undefined || value === null) return
    if (!Array.isArray(value)) return this.warn('“plugins.custom” is no list of plugins.')
    const items: readonly unknown[] = value
    items.forEach((item, index) => {
      const parsed = custom.safeParse(item)
      if (!parsed.success) {
        return this.warn(`“plugins.custom.${index}” is wrong: ${complaint(parsed.error)}`)
      }
      const { name: id, module, enabled, config: settings } = parsed.data
      for (const key of Object.keys(parsed.data)) {
        if (!knownCustom.has(key)) {
          this.warn(`There is no setting “plugins.custom.${index}.${key}”; it was left out.`)
        }
      }
      const setting = { ...(enabled !== undefined && { enabled }), config: settings ?? {} }
      this.#plugins.set(id, setting)
      if (module !== undefined) this.#plugins.set(module, setting)
    })
  }
}

function plain(document: Pick<Document, 'toJS'>): Result<unknown, string> {
  try {
    return ok(document.toJS({ maxAliasCount: 100 }))
  } catch {
    return err('The file repeats itself too often to be read.')
  }
}

/** `~` is the user's home; what is relative is so to the settings file. */
function absolute(path: string, folder: string): string {
  if (path === '~') return homedir()
  if (path.startsWith('~/')) return join(homedir(), path.slice(2))
  return isAbsolute(path) ? path : resolve(folder, path)
}

function complaint({ issues }: z.ZodError): string {
  const [issue] = issues
  if (issue === undefined) return 'it cannot be read.'
  const at = issue.path.map(String).join('.')
  return `${at === '' ? '' : `${at}: `}${issue.message}.`
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/[:.]$/, '.').slice(0, 200)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
