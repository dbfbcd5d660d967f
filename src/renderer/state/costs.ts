import { create } from 'zustand'
import type { PluginStats } from '#shared/contract'
import { pluginOf, type Graph, type NodeCatalog } from '#shared/graph'
import { attempt } from '../kit'
import { catalog } from './catalog'
import { client } from './connection'
import { useProjectStore } from './project'
import { useTransport } from './transport'

/** What a node with code of its own costs. */
export interface NodeCost {
  /** Part of one core, 0 to 1. */
  readonly cpu: number
  /** Of all nodes of its plugin together. */
  readonly memoryBytes: number
  readonly errors: number
}

const EVERY_MS = 2000
/** Plugins that are asked about at a time. */
const MOST_PLUGINS = 24

/** By node; those that are made of kernels have no cost of their own. */
export const useCosts = create<{ readonly byNode: ReadonlyMap<string, NodeCost> }>(() => ({
  byNode: new Map(),
}))

/** Asks every two seconds, while sound runs, what the nodes with code of their own cost. */
export function followCosts(): void {
  setInterval(() => void ask(), EVERY_MS)
}

async function ask(): Promise<void> {
  const { mirror } = useProjectStore.getState()
  if (mirror === undefined || !useTransport.getState().playing) return
  const plugins = pluginsWithCode(mirror.document.graph, catalog()).slice(0, MOST_PLUGINS)
  if (plugins.length === 0 && useCosts.getState().byNode.size === 0) return
  const answers = await Promise.all(plugins.map(id => attempt(client().plugins.stats({ id }))))
  const stats = answers.flatMap(answer => (answer.ok ? [answer.value] : []))
  useCosts.setState(({ byNode }) => ({ byNode: kept(byNode, costsOf(stats)) }))
}

function pluginsWithCode({ nodes }: Graph, known: NodeCatalog): readonly string[] {
  const types = Object.values(nodes).map(({ type }) => type)
  const withCode = types.filter(type => {
    const form = known.get(type)?.dsp.form
    return form === 'script' || form === 'wasm'
  })
  return [...new Set(withCode.map(pluginOf))]
}

/** A plugin's time dealt out to its nodes, by what their calls took. */
export function costsOf(stats: readonly PluginStats[]): ReadonlyMap<string, NodeCost> {
  return new Map(
    stats.flatMap(({ cpu, memoryBytes, instances }) => {
      const weights = instances.map(({ calls, times }) => calls * times.p50)
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      return instances.map(({ instance, errors }, index) => {
        const part = total === 0 ? 0 : (weights[index] ?? 0) / total
        return [instance, { cpu: cpu * part, memoryBytes, errors }] as const
      })
    }),
  )
}

/** Costs that changed too little to be seen keep their identity, so that their nodes are not rendered. */
function kept(
  before: ReadonlyMap<string, NodeCost>,
  after: ReadonlyMap<string, NodeCost>,
): ReadonlyMap<string, NodeCost> {
  return new Map(
    [...after].map(([node, cost]) => {
      const old = before.get(node)
      const same =
        old?.errors === cost.errors &&
        Math.round(old.cpu * 100) === Math.round(cost.cpu * 100) &&
        Math.round(old.memoryBytes / 2 ** 20) === Math.round(cost.memoryBytes / 2 ** 20)
      return [node, same ? old : cost]
    }),
  )
}
