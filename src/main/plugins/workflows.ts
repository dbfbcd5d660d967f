import { join } from 'node:path'
import type { PluginManager } from './plugin-manager'

/** Projects to begin from that enabled plugins bring: `<plugin>/<workflow>`, and where the file lies. */
export function workflowsOf(
  manager: Pick<PluginManager, 'found' | 'isEnabled'>,
): readonly { readonly id: string; readonly path: string }[] {
  return [...manager.found]
    .filter(([id]) => manager.isEnabled(id))
    .flatMap(([id, { folder, manifest }]) =>
      Object.entries(manifest.workflows).map(([name, { file }]) => ({
        id: `${id}/${name}`,
        path: join(folder, file),
      })),
    )
}
