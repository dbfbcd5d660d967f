import { LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEngine, useLink, useMirror } from '../../state'

/** Says over the canvas that the shell or the engine is away; what is shown stays. */
export function LinkBanner() {
  const link = useLink(state => state.link)
  const engine = useEngine(state => state.state)
  const pending = useMirror(mirror => mirror.pending.length)
  const text = bannerText(link, engine, pending)
  if (text === undefined) return undefined
  const Icon = link === 'offline' ? LoaderCircle : TriangleAlert
  return (
    <div
      role="alert"
      data-testid="link-banner"
      className="appear absolute inset-x-0 top-3 z-20 mx-auto flex w-max max-w-[90%] items-center gap-2 rounded-md border border-line-strong bg-raised px-3 py-1.5 text-sm shadow-float"
    >
      <Icon
        size={14}
        aria-hidden
        className={link === 'offline' ? 'animate-spin text-accent-text' : 'text-bad'}
      />
      {text}
    </div>
  )
}

type State = ReturnType<typeof useEngine.getState>['state']
type Link = ReturnType<typeof useLink.getState>['link']

function bannerText(link: Link, engine: State, pending: number): string | undefined {
  if (link === 'offline') return 'Reconnecting… Your edits are kept and will be sent.'
  if (link === 'refused') {
    const lost = pending === 0 ? 'Nothing is lost.' : `${pending} edits here have not reached it.`
    return `Wireharp was started anew: open it by its new address. ${lost}`
  }
  return engine === 'down'
    ? 'The sound engine could not start. Editing goes on; restart Wireharp to hear sound.'
    : undefined
}
