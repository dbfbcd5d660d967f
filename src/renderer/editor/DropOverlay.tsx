import { AudioLines } from 'lucide-react'
import { classNames } from '../ui'

interface DropOverlayProps {
  readonly hint: string | undefined
  /** Of what it lies over, on the screen; what it stands in without. */
  readonly box?: DOMRect | undefined
}

/** Says what a drop will do. */
export function DropOverlay({ hint, box }: DropOverlayProps) {
  if (hint === undefined) return undefined
  const place =
    box === undefined
      ? undefined
      : { left: box.left + 4, top: box.top + 4, width: box.width - 8, height: box.height - 8 }
  return (
    <div
      role="status"
      data-testid="drop-hint"
      className={classNames(
        'pointer-events-none z-20 flex items-end justify-center rounded-lg border-2 border-dashed border-accent/70 bg-accent/5',
        place === undefined ? 'absolute inset-2 pb-8' : 'fixed p-2 pb-6',
      )}
      style={place}
    >
      <span className="flex max-w-[90%] items-center gap-2 rounded-md border border-line-strong bg-raised px-3 py-2 text-sm shadow-float">
        <AudioLines size={16} aria-hidden className="shrink-0 text-accent-text" />
        {hint}
      </span>
    </div>
  )
}
