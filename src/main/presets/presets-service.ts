import { join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import {
  parsePreset,
  pluginOf,
  PRESET_FORMAT,
  PRESET_VERSION,
  type NodeCatalog,
  type NodeType,
  type PresetFile,
} from '#shared/graph'
import type { Preset, PresetsContract, ServiceOf } from '#shared/contract'
import { serially, type AppPaths } from '../kit'
import { Favourites } from './favourites'
import {
  fileNameFor,
  readShelf,
  removePreset,
  writePreset,
  type ShelvedPreset,
} from './preset-shelf'

export interface PresetsParts {
  readonly paths: Pick<AppPaths, 'data'>
  /** Every node that can be made now. */
  readonly catalog: () => NodeCatalog
  /** Where a plugin lies; its own presets are in `presets` there. */
  readonly folderOf: (plugin: string) => string | undefined
}

/** Presets: those that plugins bring, read only, and those of the user, a file each in the data folder. */
export function createPresetsService(parts: PresetsParts): ServiceOf<PresetsContract> {
  const root = join(parts.paths.data, 'presets')
  const favourites = new Favourites(join(root, 'favourites.json'))
  const one = serially()
  const own = (type: NodeType) => join(root, type.replaceAll('/', '__'))

  async function ownOf(type: NodeType): Promise<readonly ShelvedPreset[]> {
    return (await readShelf(own(type), type)).found
  }

  async function keep(preset: PresetFile, replace: boolean): Promise<Result<Preset>> {
    const twin = (await ownOf(preset.node)).find(found => found.preset.name === preset.name)
    if (twin !== undefined && !replace) {
      return err(fail('preset-exists', `There is a preset “${preset.name}” already.`))
    }
    const file = twin?.file ?? fileNameFor(preset.name)
    const written = await writePreset(own(preset.node), file, preset)
    if (!written.ok) return written
    const marked = await favourites.of(preset.node)
    return ok(toPreset({ file, preset }, 'user', marked))
  }

  return {
    async list({ type }) {
      const folder = parts.folderOf(pluginOf(type))
      const marked = await favourites.of(type)
      const nothing = { found: [], problems: [] }
      const factory =
        folder === undefined ? nothing : await readShelf(join(folder, 'presets'), type)
      const user = await readShelf(own(type), type)
      return ok({
        presets: [
          ...factory.found.map(found => toPreset(found, 'factory', marked)),
          ...user.found.map(found => toPreset(found, 'user', marked)),
        ],
        problems: [...factory.problems, ...user.problems],
      })
    },

    save: ({ type, name, params, replace }) =>
      one(async () => {
        const definition = parts.catalog().get(type)
        if (definition === undefined) {
          return err(fail('node-type-unknown', `No plugin brings “${type}”.`))
        }
        return await keep(
          {
            format: PRESET_FORMAT,
            version: PRESET_VERSION,
            node: type,
            pluginVersion: definition.pluginVersion,
            name,
            tags: [],
            params,
          },
          replace,
        )
      }),

    rename: ({ type, id, name }) =>
      one(async () => {
        const found = (await ownOf(type)).find(({ file }) => idOf('user', file) === id)
        if (found === undefined) return err(unknown)
        if (found.preset.name === name) {
          return ok(toPreset(found, 'user', await favourites.of(type)))
        }
        const marked = (await favourites.of(type)).has(id)
        const kept = await keep({ ...found.preset, name }, false)
        if (!kept.ok) return kept
        const removed = await removePreset(own(type), found.file)
        if (!removed.ok) return removed
        if (marked) await favourites.set(type, kept.value.id, true)
        return ok({ ...kept.value, favourite: marked })
      }),

    remove: ({ type, id }) =>
      one(async () => {
        const found = (await ownOf(type)).find(({ file }) => idOf('user', file) === id)
        if (found === undefined) return err(unknown)
        await favourites.set(type, id, false)
        return await removePreset(own(type), found.file)
      }),

    setFavourite: ({ type, id, favourite }) => favourites.set(type, id, favourite),

    import: ({ text, replace }) =>
      one(async () => {
        const preset = parsePreset(text)
        return preset.ok ? await keep(preset.value, replace) : preset
      }),
  }
}

function toPreset(
  { file, preset }: ShelvedPreset,
  origin: Preset['origin'],
  marked: ReadonlySet<string>,
): Preset {
  const { format: _format, version: _version, $schema: _schema, ...rest } = preset
  const id = idOf(origin, file)
  return { ...rest, id, origin, favourite: marked.has(id) }
}

const unknown = fail('preset-unknown', 'There is no such preset of your own.')

function idOf(origin: Preset['origin'], file: string): string {
  return `${origin}-${file}`
}
