import type { SavedNodePlugin } from '#shared/contract'
import { manifestSchema } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { userName } from '../../kit'
import { faustFiles } from '../faust'
import { MADE_HERE } from '../made-here'
import { readRecord } from './installed'
import type { PackageFile } from './package-limits'
import { pluginIds } from './plugin-ids'
import { installFiles, type SavePlaces } from './save-node'

/** Makes a plugin of a Faust program, in place of the one that was made of it before; `noted` is where it is from. */
export async function saveFaust(
  { name, text }: { readonly name: string; readonly text: string },
  places: SavePlaces,
  noted: string = MADE_HERE,
): Promise<Result<SavedNodePlugin>> {
  const files = await faustFiles(name, text, userName())
  if (!files.ok) return files
  const named = withFreeId(files.value, places, noted)
  if (named === undefined) return err(fail('faust-refused', `“${name}” cannot be described.`))
  const installed = await installFiles(named.files, places, noted)
  if (!installed.ok) return installed
  const { id, node } = named
  return ok({ type: `${id}/${node}`, plugin: id, version: installed.value.version })
}

/** Its own id may be that of a plugin that has nothing to do with it. */
function withFreeId(
  files: readonly PackageFile[],
  { plugins, builtIn }: SavePlaces,
  noted: string,
) {
  const file = files.find(({ path }) => path === 'plugin.json')
  const parsed = manifestSchema.safeParse(JSON.parse(file?.bytes.toString('utf8') ?? '{}'))
  if (!parsed.success) return undefined
  const manifest = parsed.data
  const others = new Set([
    ...pluginIds(builtIn),
    ...[...pluginIds(plugins)].filter(id => readRecord(plugins, id)?.source !== noted),
  ])
  let id = manifest.id
  for (let count = 2; others.has(id); count++) id = `${manifest.id}-${count}`
  const bytes = Buffer.from(`${JSON.stringify({ ...manifest, id }, undefined, 2)}\n`)
  return {
    id,
    node: Object.keys(manifest.nodes)[0] ?? id,
    files: files.map(each => (each === file ? { ...each, bytes } : each)),
  }
}
