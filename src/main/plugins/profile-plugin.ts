import { emptyProject } from '#shared/graph'
import { err, fail, type CpuProfile, type Result } from '#shared/kit'
import { buildEngineGraph, profileOffline, type EngineSources } from '../engine'
import type { Log } from '../kit'

export interface ProfileOptions {
  readonly plugins: Pick<EngineSources, 'catalog' | 'code' | 'found'>
  readonly log: Log
  readonly plugin: string
  /** Its key in the manifest; the first that runs code of its own where it is left out. */
  readonly node?: string
  readonly seconds: number
}

/** Whether a node of the plugin runs code of its own. */
export function hasOwnCode({ catalog }: Pick<EngineSources, 'catalog'>, plugin: string): boolean {
  return ownNodes(catalog, plugin).some(({ dsp }) => ['script', 'wasm'].includes(dsp.form))
}

function ownNodes(catalog: EngineSources['catalog'], plugin: string) {
  return [...catalog.values()].filter(({ type }) => type.startsWith(`${plugin}/`))
}

/** Where the time goes that a node of a plugin takes. */
export async function profilePlugin(options: ProfileOptions): Promise<Result<CpuProfile>> {
  const { plugins, log, plugin, node, seconds } = options
  const own = ownNodes(plugins.catalog, plugin)
  const type = node === undefined ? undefined : `${plugin}/${node}`
  const found = own.find(each =>
    type === undefined ? ['script', 'wasm'].includes(each.dsp.form) : each.type === type,
  )
  if (found === undefined) {
    const detail =
      type === undefined ? `${plugin} has no such node.` : `There is no node “${type}”.`
    return err(fail('plugin-not-profiled', detail))
  }
  const document = emptyProject('p', 'Profile')
  document.graph.nodes['node'] = {
    id: 'node',
    type: found.type,
    position: { x: 0, y: 0 },
    params: {},
  }
  const graph = buildEngineGraph(document, { ...plugins, sounds: new Map() })
  const made = graph.nodes['node']
  if (made === undefined) return err(fail('node-type-unknown', `${found.type} cannot be made.`))
  return profileOffline({ log, node: made, sampleRate: graph.transport.sampleRate, seconds })
}
