import { AudioLines } from 'lucide-react'
import type { DropHint } from './use-drops'

const texts = {
  sound: 'Drop to add a player for each sound',
  replace: 'Drop to replace this player’s sound',
  node: undefined,
} as const

/** Says what a drop will do. */
export function DropOverlay({ hint }: { readonly hint: DropHint | undefined }) {
  const text = hint && texts[hint.kind]
  if (text === undefined) return undefined
  return (
    <div
      role="status"
      data-testid="drop-hint"
      className="pointer-events-none absolute inset-2 z-20 flex items-end justify-center rounded-lg border-2 border-dashed border-accent/70 bg-accent/5 pb-8"
    >
      <span className="flex items-center gap-2 rounded-md border border-line-strong bg-raised px-3 py-2 text-sm shadow-float">
        <AudioLines size={16} aria-hidden className="text-accent-text" />
        {text}
        <span className="text-faint">WAV, FLAC, MP3, OGG, or a project to open it</span>
      </span>
    </div>
  )
}
