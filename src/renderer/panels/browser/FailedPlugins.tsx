import { TriangleAlert } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { useCatalog } from '../../state'

/** Plugins that could not be loaded, each with its reason. */
export function FailedPlugins() {
  const failed = useCatalog(
    useShallow(state => state.plugins.filter(plugin => plugin.state === 'failed')),
  )
  if (failed.length === 0) return undefined
  return (
    <div role="group" aria-label="Failed plugins">
      <h2 className="px-3 pt-3 pb-1 text-xs font-semibold text-faint">Failed</h2>
      {failed.map(plugin => (
        <div key={plugin.id} className="flex gap-2 px-3 py-1 text-xs">
          <TriangleAlert size={13} aria-hidden className="mt-px shrink-0 text-bad" />
          <p className="min-w-0 break-words text-soft">
            <span className="text-text">{plugin.name}</span> {plugin.reason?.message}
          </p>
        </div>
      ))}
    </div>
  )
}
