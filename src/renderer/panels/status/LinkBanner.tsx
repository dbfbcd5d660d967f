import { LoaderCircle } from 'lucide-react'
import { useEngine, useLink } from '../../state'

/** Says over the canvas that the shell or the engine is away; what is shown stays. */
export function LinkBanner() {
  const link = useLink(state => state.link)
  const engine = useEngine(state => state.state)
  const text =
    link === 'offline'
      ? 'Reconnecting… Your edits are kept and will be sent.'
      : engine === 'down'
        ? 'The sound engine could not start. Editing goes on; restart Wireharp to hear sound.'
        : undefined
  if (text === undefined) return undefined
  return (
    <div
      role="alert"
      data-testid="link-banner"
      className="appear absolute inset-x-0 top-3 z-20 mx-auto flex w-max max-w-[90%] items-center gap-2 rounded-md border border-line-strong bg-raised px-3 py-1.5 text-sm shadow-float"
    >
      {link === 'offline' && (
        <LoaderCircle size={14} aria-hidden className="animate-spin text-accent-text" />
      )}
      {text}
    </div>
  )
}
