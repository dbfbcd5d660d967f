import { oc, type } from '@orpc/contract'
import type { JsonSchema } from '../graph'

/** A page of a plugin that stands in a frame of the app. */
export interface PluginView {
  readonly plugin: string
  readonly view: string
  readonly label: string
  readonly place: 'node' | 'panel'
  /** Type of the node that it belongs to. */
  readonly nodeType?: string
  /** Where the page lies, on the app’s own address. */
  readonly address: string
  /** What it may be told, and what it may say; nothing where there is no schema. */
  readonly messages: { readonly in?: JsonSchema; readonly out?: JsonSchema }
}

export const viewsContract = {
  /** Those of enabled plugins. */
  list: oc.route({ method: 'GET', path: '/views' }).output(type<readonly PluginView[]>()),
}
