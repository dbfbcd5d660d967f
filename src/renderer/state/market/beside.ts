import { pluginOf } from '#shared/graph'
import { catalog, useCatalog } from '../catalog'
import { dispatch, graphNow, useProjectStore } from '../project'
import { toast } from '../toasts'

/** A plugin of which another major version lies beside the one that has its id. */
interface Besides {
  readonly id: string
  readonly name: string
  readonly version?: string
}

/** What was installed may be seen here a moment later. */
const PATIENCE_MS = 20_000

/** Once it is there, the nodes of that project use it, if it is still shown. */
export async function moveToBeside(
  plugin: Besides,
  beside: string,
  project: string,
): Promise<void> {
  await isThere(beside)
  if (useProjectStore.getState().mirror?.project === project) moveNodesBeside(plugin, beside)
}

/** The nodes of a plugin in the project that is shown become those of its other version; one step back undoes it. */
export function moveNodesBeside({ id, name, version = '' }: Besides, beside: string): void {
  const nodes = Object.values(graphNow().nodes)
    .filter(({ type }) => pluginOf(type) === id && catalog().has(beside + type.slice(id.length)))
    .map(node => node.id)
  const called = `${name} ${version}`.trim()
  if (nodes.length === 0) return
  dispatch(`Use ${called}`, [{ kind: 'set-plugin', nodes, plugin: beside }])
  const count = nodes.length === 1 ? 'One node uses' : `${nodes.length} nodes use`
  toast({ tone: 'done', text: `${count} ${called} now; the other version stays beside it.` })
}

function isThere(plugin: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => {
    if ([...catalog().keys()].some(type => pluginOf(type) === plugin)) resolve()
  }
  const stop = useCatalog.subscribe(look)
  const late = setTimeout(resolve, PATIENCE_MS)
  look()
  return promise.finally(() => {
    stop()
    clearTimeout(late)
  })
}
