import { err, fail, ok, type Result } from '#shared/kit'
import type { PluginView, ServiceOf, ViewsContract } from '#shared/contract'
import type { ViewSpec } from '#shared/graph'
import type { PluginDirectory } from '../plugin-directory'
import { viewPage } from './view-page'

/** Where the pages of views lie on the app’s address. */
export const VIEWS_PREFIX = '/plugin-views'

export interface PluginViews {
  readonly service: ServiceOf<ViewsContract>
  /** The page at an address below `VIEWS_PREFIX`, of an enabled plugin; nothing else is ever answered. */
  page(address: string): Promise<Result<string>>
}

export function createPluginViews(directory: PluginDirectory): PluginViews {
  const all = () =>
    [...directory.found]
      .filter(([id]) => directory.isEnabled(id))
      .flatMap(([id, { manifest, folder }]) =>
        Object.entries(manifest.views).map(([view, spec]) => ({
          ...infoOf(id, view, spec),
          folder,
          spec,
        })),
      )
  return {
    service: { list: () => ok(all().map(({ folder: _folder, spec: _spec, ...info }) => info)) },
    async page(address) {
      const found = all().find(view => view.address === address)
      return found === undefined
        ? err(fail('file-not-found', 'There is no such view.'))
        : viewPage(found.folder, found.spec.entry)
    },
  }
}

function infoOf(
  plugin: string,
  view: string,
  { label, place, node, messages }: ViewSpec,
): PluginView {
  return {
    plugin,
    view,
    label,
    place,
    ...(node !== undefined && { nodeType: `${plugin}/${node}` }),
    address: `${VIEWS_PREFIX}/${encodeURIComponent(plugin)}/${view}`,
    messages: {
      ...(messages?.in !== undefined && { in: messages.in }),
      ...(messages?.out !== undefined && { out: messages.out }),
    },
  }
}
