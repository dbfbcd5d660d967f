import { TriangleAlert } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { openDialog, useCatalog } from '../../state'
import { Button } from '../../ui'

/** Plugins that could not be loaded, each with its reason. */
export function FailedPlugins() {
  const failed = useCatalog(
    useShallow(state => state.plugins.filter(plugin => plugin.state === 'failed')),
  )
  if (failed.length === 0) return undefined
  return (
    <div role="group" aria-label="Failed plugins">
      <div className="flex items-center justify-between pt-3 pr-2 pb-1 pl-3">
        <h2 className="text-xs font-semibold text-faint">Failed</h2>
        <Button look="quiet" className="h-5 px-1.5 text-xs" onClick={() => openDialog('plugins')}>
          All plugins
        </Button>
      </div>
      {failed.map(plugin => (
        <div key={plugin.folder} className="flex gap-2 px-3 py-1 text-xs">
          <TriangleAlert size={13} aria-hidden className="mt-px shrink-0 text-bad" />
          <p className="min-w-0 break-words text-soft">
            <span className="text-text">{plugin.name}</span> {plugin.reason?.message}
          </p>
        </div>
      ))}
    </div>
  )
}
