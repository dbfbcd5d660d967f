import { basename } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import type { Manifest } from '#shared/graph'
import { valueProblems } from './json-schema'
import type { PluginFolder } from './read-plugin'
import type { PluginSettings } from './settings'

type Setting = PluginSettings['plugins'][string]

/** What config.yaml says of a plugin: by its id, or by the name of its folder. */
export function settingOf(
  { folder, manifest }: Pick<PluginFolder, 'folder' | 'manifest'>,
  { plugins }: PluginSettings,
): Setting | undefined {
  const named = [manifest.id, basename(folder)].find(name => Object.hasOwn(plugins, name))
  return named === undefined ? undefined : plugins[named]
}

/** What of a plugin's settings does not fit its schema, and what would. */
export function configProblems({
  manifest,
  config,
}: {
  readonly manifest: Pick<Manifest, 'name' | 'configSchema' | 'defaultConfig'>
  readonly config: Readonly<Record<string, unknown>>
}): readonly Failure[] {
  const { configSchema, name, defaultConfig } = manifest
  // Defaults were checked when plugin.json was.
  if (configSchema === undefined || same(config, defaultConfig)) return []
  return valueProblems(configSchema, config).map(({ at, problem }) =>
    fail(
      'plugin-config-invalid',
      `The settings of ${name} do not fit at ${at === '' ? '/' : at}: ${problem}.`,
      at,
    ),
  )
}

function same(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
