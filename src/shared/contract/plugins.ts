import { oc, type } from '@orpc/contract'
import type { Failure } from '../kit'
import type { NodeDefinition } from '../graph'

export interface PluginInfo {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly author: string
  readonly description: string
  readonly category: string
  readonly origin: 'built-in' | 'user'
  readonly state: 'enabled' | 'failed'
  /** Why it failed. */
  readonly reason?: Failure
  readonly nodes: readonly string[]
}

export const pluginsContract = {
  list: oc.route({ method: 'GET', path: '/plugins' }).output(type<readonly PluginInfo[]>()),
  /** Every node that can be made now. */
  nodes: oc.route({ method: 'GET', path: '/nodes' }).output(type<readonly NodeDefinition[]>()),
}
