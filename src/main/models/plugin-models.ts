import { join } from 'node:path'
import { isNonCommercial, type Manifest as PluginManifest } from '#shared/graph'
import type { Manifest } from './manifest'

/** A plugin that may bring models. */
export interface PluginWithModels {
  readonly manifest: Pick<PluginManifest, 'id' | 'name' | 'models'>
  readonly folder: string
}

/** How a plugin’s model is called among all: `<plugin>/<model>`. */
export function pluginModelId(plugin: string, model: string): string {
  return `${plugin}/${model}`
}

/**
 * The models of plugins as the store has them. One that comes with its plugin lies in the plugin’s folder; others are downloaded to
 * `plugins/<plugin>/` of the folder of models. Consent is given for a file by its hash, so an upgrade that keeps the model keeps it.
 */
export function pluginModels(
  plugins: Iterable<PluginWithModels>,
  models: string,
): readonly Manifest[] {
  return [...plugins].flatMap(({ manifest, folder }) =>
    Object.entries(manifest.models).map(([id, spec]): Manifest => {
      const { label = id, file, url, mirrors = [], sha256, bytes, licence } = spec
      const urls = url === undefined ? [] : [url, ...mirrors]
      return {
        id: pluginModelId(manifest.id, id),
        title: `${manifest.name}: ${label}`,
        version: sha256.slice(0, 12),
        about: `A model of the plugin ${manifest.name}.`,
        purpose: 'plugin',
        strategy: file === undefined ? 'download' : 'bundled',
        license: { spdx: licence, nonCommercial: isNonCommercial(spec) },
        files: [{ name: file ?? `${id}.onnx`, bytes, sha256, urls }],
        folder:
          file === undefined ? join(models, 'plugins', manifest.id.replace('/', '+')) : folder,
      }
    }),
  )
}
