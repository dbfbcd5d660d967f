import { ChevronRight } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { openPath, useDocument, useOpenGroup } from '../../state'
import { showGroup } from './group-actions'

/** Where the canvas is while a group is open: every step leads back there. */
export function Breadcrumbs() {
  useOpenGroup()
  const title = useDocument(document => document.title)
  const path = useDocument(useShallow(({ graph }) => openPath(graph)))
  const labels = useDocument(
    useShallow(({ graph }) => openPath(graph).map(id => graph.groups[id]?.label ?? '')),
  )
  if (path.length === 0) return undefined
  return (
    <nav
      aria-label="Open group"
      data-testid="breadcrumbs"
      className="absolute top-3 left-3 z-10 flex max-w-[60%] items-center rounded-md border border-line-strong bg-panel px-1 py-0.5 text-sm shadow-float"
    >
      <Crumb text={title} onPress={() => showGroup(undefined)} testId="crumb-top" />
      {path.map((id, index) => {
        const isLast = index === path.length - 1
        const label = labels[index] ?? ''
        return (
          <span key={id} className="flex min-w-0 items-center">
            <ChevronRight size={12} aria-hidden className="shrink-0 text-faint" />
            {isLast ? (
              <span
                dir="auto"
                aria-current="location"
                className="truncate px-1.5 py-0.5 font-medium"
              >
                {label}
              </span>
            ) : (
              <Crumb text={label} onPress={() => showGroup(id)} testId={`crumb-${id}`} />
            )}
          </span>
        )
      })}
    </nav>
  )
}

interface CrumbProps {
  readonly text: string
  readonly onPress: () => void
  readonly testId: string
}

function Crumb({ text, onPress, testId }: CrumbProps) {
  return (
    <button
      type="button"
      data-testid={testId}
      className="truncate rounded px-1.5 py-0.5 text-soft hover:bg-control-hover hover:text-text"
      onClick={onPress}
    >
      {text}
    </button>
  )
}
