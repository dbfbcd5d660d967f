import type { CatalogueState, PluginInfo } from '#shared/contract'
import type { NodeDefinition } from '#shared/graph'
import { listChange } from '#shared/kit'
import type { LoadedPlugins } from './load-plugins'

type Seen = Pick<LoadedPlugins, 'plugins' | 'catalog'>

/** So many states are known: whoever saw an older one asks for everything. */
const MOST = 32

/** What was told of plugins and nodes, by revision: whoever saw one of them is told what differs. */
export class CatalogueStates {
  readonly #states = new Map<number, Seen>()

  keep(revision: number, { plugins, catalog }: Seen): void {
    this.#states.set(revision, { plugins, catalog })
    this.#states.delete(revision - MOST)
  }

  since(since: number | undefined, revision: number, now: Seen): CatalogueState {
    const before = since === undefined ? undefined : this.#states.get(since)
    const [plugins, nodes] = [now.plugins, [...now.catalog.values()]]
    if (before === undefined) return { revision, all: { plugins, nodes } }
    const changes = {
      plugins: listChange(before.plugins, plugins, folderOf, isSame),
      nodes: listChange([...before.catalog.values()], nodes, typeOf, isSame),
    }
    return { revision, changes }
  }
}

/** An id may stand there twice, a folder never. */
function folderOf({ folder }: PluginInfo): string {
  return folder
}

function typeOf({ type }: NodeDefinition): string {
  return type
}

/** What was read anew may be the same. */
function isSame(old: object, now: object): boolean {
  return JSON.stringify(old) === JSON.stringify(now)
}
