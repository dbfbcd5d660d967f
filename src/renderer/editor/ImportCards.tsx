import { ViewportPortal } from '@xyflow/react'
import { LoaderCircle, X } from 'lucide-react'
import { FailureNote, IconButton, Progress } from '../ui'
import { dismissImport, useImports } from './imports'

/** Files that are being taken in, and those that could not be, where they were dropped. */
export function ImportCards() {
  const imports = useImports(state => state.imports)
  return (
    <ViewportPortal>
      {imports.map(({ id, name, at, done, failure }) => (
        <div
          key={id}
          data-testid="import-card"
          className="appear pointer-events-auto absolute w-60 rounded-md border border-line-strong bg-raised p-2 shadow-float"
          style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
        >
          <div className="flex items-center gap-2 text-xs">
            {failure === undefined && (
              <LoaderCircle size={14} aria-hidden className="animate-spin text-accent-text" />
            )}
            <span className="min-w-0 flex-1 truncate" title={name}>
              {failure === undefined ? `Importing ${name}…` : name}
            </span>
            {failure !== undefined && (
              <IconButton icon={X} size="small" label="Dismiss" onClick={() => dismissImport(id)} />
            )}
          </div>
          {failure === undefined && (
            <div className="mt-2">
              <Progress done={done} label={`Import of ${name}`} />
            </div>
          )}
          {failure !== undefined && (
            <div className="mt-1.5">
              <FailureNote message={failure} testId="import-failure" />
            </div>
          )}
        </div>
      ))}
    </ViewportPortal>
  )
}
