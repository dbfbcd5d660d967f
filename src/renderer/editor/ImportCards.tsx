import { useStore, ViewportPortal } from '@xyflow/react'
import { LoaderCircle, X } from 'lucide-react'
import { Button, FailureNote, IconButton, Progress } from '../ui'
import { dismissImport, useImports, type Import, type ImportOutcome } from './imports'

/** Files that are being taken in, and what is to be said about them, where they were dropped. */
export function ImportCards() {
  const imports = useImports(state => state.imports)
  const zoom = useStore(state => state.transform[2])
  return (
    <ViewportPortal>
      {apart(imports, readable(zoom)).map(item => (
        <ImportCard key={item.id} {...item} scale={readable(zoom)} />
      ))}
    </ViewportPortal>
  )
}

/** What lies on a canvas that is far away is still to be read. */
function readable(zoom: number): number {
  return Math.min(2.5, Math.max(1, 1 / zoom))
}

/** So much of the canvas a card takes up, at its own size. */
const HEIGHT = 132

/** Cards of one drop stand below each other, however far away the canvas is. */
function apart(imports: readonly Import[], scale: number): readonly Import[] {
  let below = { x: 0, y: -Infinity }
  return imports.map(item => {
    const { x, y } = item.at
    const at = { x, y: x === below.x ? Math.max(y, below.y) : y }
    below = { x, y: at.y + HEIGHT * scale }
    return { ...item, at }
  })
}

function ImportCard({ id, name, at, done, outcome, scale }: Import & { readonly scale: number }) {
  return (
    // A selected node is raised to 1000: what is said of a file lies above it.
    <div
      data-testid="import-card"
      className="appear nopan pointer-events-auto absolute z-2000 w-64 origin-top-left rounded-md border border-line-strong bg-raised p-2 shadow-float"
      style={{ transform: `translate(${at.x}px, ${at.y}px) scale(${scale})` }}
    >
      <div className="flex items-center gap-2 text-xs">
        {outcome === undefined && (
          <LoaderCircle size={14} aria-hidden className="animate-spin text-accent-text" />
        )}
        <span className="min-w-0 flex-1 truncate font-medium" title={name}>
          {outcome === undefined ? `Importing ${name}…` : name}
        </span>
        {outcome !== undefined && (
          <IconButton icon={X} size="small" label="Dismiss" onClick={() => dismissImport(id)} />
        )}
      </div>
      {outcome === undefined && (
        <div className="mt-2">
          <Progress done={done} label={`Import of ${name}`} />
        </div>
      )}
      {outcome !== undefined && <Outcome {...outcome} />}
    </div>
  )
}

function Outcome({ kind, messages, actions }: ImportOutcome) {
  return (
    <div className="mt-1.5 flex flex-col items-end gap-1.5">
      {messages.map(message => (
        <div key={message} className="w-full">
          {kind === 'choice' ? (
            <p className="text-xs text-soft">{message}</p>
          ) : (
            <FailureNote message={message} tone={kind} testId={`import-${kind}`} />
          )}
        </div>
      ))}
      {actions.length > 0 && (
        <div className="flex gap-1.5">
          {actions.map(({ label, run }) => (
            <Button key={label} className="h-6 px-2" data-testid="import-action" onClick={run}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
