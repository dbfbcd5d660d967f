import { join } from 'node:path'
import type { SavedNodePlugin, ScriptSource, WrittenPackage, WrittenScript } from '#shared/contract'
import type { NodeCatalog, NodeSpec } from '#shared/graph'
import type { Result } from '#shared/kit'
import type { AppPaths } from '../../kit'
import { SCRIPT_SOURCES } from '../made-here'
import type { NodeToSave, PackageToWrite } from '../plugins-service'
import type { OpenParts } from './conform'
import { saveFaust } from './save-faust'
import { saveNode, type SavePlaces } from './save-node'
import {
  graphOfScript,
  newScript,
  readScript,
  scriptOfGraph,
  writeScript,
  type ScriptPlaces,
} from './script-sources'
import { uninstallPlugin } from './uninstall-plugin'
import { writePackage } from './write-package'

/** Makes plugins of what was drawn and written in the app: each method takes and answers plain data. */
export interface Workshop {
  readonly saveNode: (node: NodeToSave) => Promise<Result<SavedNodePlugin>>
  /** `path` is the file among the plugins that the program lies in, if it does. */
  readonly saveFaust: (program: {
    readonly name: string
    readonly text: string
    readonly path?: string
  }) => Promise<Result<SavedNodePlugin>>
  readonly newScript: (wanted: {
    readonly name: string
    readonly template: string
  }) => Promise<Result<WrittenScript>>
  readonly readScript: (id: string) => Promise<Result<ScriptSource>>
  readonly writeScript: (source: ScriptSource) => Promise<Result<WrittenScript>>
  readonly convertGraph: (wanted: {
    readonly name: string
    readonly node: NodeSpec
    readonly catalog: NodeCatalog
  }) => Promise<Result<WrittenScript>>
  readonly scriptGraph: (id: string) => Promise<Result<NodeSpec>>
  readonly writePackage: (plugin: PackageToWrite) => Promise<Result<WrittenPackage>>
  readonly uninstall: (id: string) => Promise<Result<unknown>>
}

export interface WorkshopParts {
  readonly paths: Pick<AppPaths, 'data' | 'cache'>
  /** Where the plugins lie that come with Wireharp. */
  readonly builtIn: string
  readonly resources: string
  readonly openParts: OpenParts
}

export function openWorkshop({ paths, builtIn, resources, openParts }: WorkshopParts): Workshop {
  const { data, cache } = paths
  const places: SavePlaces & ScriptPlaces = {
    plugins: join(data, 'plugins'),
    ...{ builtIn, cache, folder: data },
    scratch: join(cache, 'saving'),
    sources: join(data, SCRIPT_SOURCES),
    templates: resources,
    parts: join(resources, 'script-parts'),
  }
  return {
    saveNode: node => saveNode(node, places),
    saveFaust: ({ path, ...program }) => saveFaust(program, places, path),
    newScript: wanted => newScript(wanted, places),
    readScript: id => readScript(id, places),
    writeScript: source => writeScript(source, places),
    convertGraph: ({ catalog, ...wanted }) => scriptOfGraph(wanted, catalog, places),
    scriptGraph: id => graphOfScript(id, places),
    writePackage: plugin => writePackage(plugin, { builtIn, withCost: true, openParts }),
    uninstall: id => uninstallPlugin(id, places.plugins),
  }
}
