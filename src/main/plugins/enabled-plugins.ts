import type { FoundPlugin } from './load-plugins'
import type { PluginManager } from './plugin-manager'

/** What was read of the plugins that are enabled. */
export function enabledPlugins(
  manager: Pick<PluginManager, 'found' | 'isEnabled'>,
): readonly FoundPlugin[] {
  return [...manager.found].flatMap(([id, plugin]) => (manager.isEnabled(id) ? [plugin] : []))
}
