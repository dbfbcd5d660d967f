import { LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useEngine, useLink, useMirror } from '../../state'
import { bannerText } from './banner-text'

/** A shell that only stumbled is back by then. */
const PATIENCE = 4000

/** Says over the canvas that the shell or the engine is away, and what to do; what is shown stays. */
export function LinkBanner() {
  const link = useLink(state => state.link)
  const engine = useEngine(state => state.state)
  const pending = useMirror(mirror => mirror.pending.length)
  const long = useLasting(link === 'offline', PATIENCE)
  useLeaveGuard(link !== 'online' && pending > 0)
  const text = bannerText({ link, engine, pending, long })
  if (text === undefined) return undefined
  const isHopeful = link === 'offline' && !long
  const Icon = isHopeful ? LoaderCircle : TriangleAlert
  return (
    <div
      role="alert"
      data-testid="link-banner"
      className="appear absolute inset-x-0 top-3 z-20 mx-auto flex w-max max-w-[min(90%,560px)] items-start gap-2 rounded-md border border-line-strong bg-raised px-3 py-2 text-sm shadow-float"
    >
      <Icon
        size={15}
        aria-hidden
        className={
          isHopeful ? 'mt-px shrink-0 animate-spin text-accent-text' : 'mt-px shrink-0 text-bad'
        }
      />
      <p className="min-w-0">{text}</p>
    </div>
  )
}

/** Whether something has been so for a while. */
function useLasting(now: boolean, after: number): boolean {
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!now) return
    const timer = setTimeout(() => setLong(true), after)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [now, after])
  return now && long
}

/** The browser asks before it closes a page whose last edits nobody else has. */
function useLeaveGuard(unsent: boolean): void {
  useEffect(() => {
    if (!unsent) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsent])
}
