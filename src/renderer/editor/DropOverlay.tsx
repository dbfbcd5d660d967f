import { AudioLines } from 'lucide-react'

/** Says what a drop will do. */
export function DropOverlay({ hint }: { readonly hint: string | undefined }) {
  if (hint === undefined) return undefined
  return (
    <div
      role="status"
      data-testid="drop-hint"
      className="pointer-events-none absolute inset-2 z-20 flex items-end justify-center rounded-lg border-2 border-dashed border-accent/70 bg-accent/5 pb-8"
    >
      <span className="flex max-w-[90%] items-center gap-2 rounded-md border border-line-strong bg-raised px-3 py-2 text-sm shadow-float">
        <AudioLines size={16} aria-hidden className="shrink-0 text-accent-text" />
        {hint}
      </span>
    </div>
  )
}
