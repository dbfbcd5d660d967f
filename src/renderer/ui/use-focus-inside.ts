import { useEffect } from 'react'
import { floats } from './floats'

/**
 * While a dialog is open, the focus stays out of the app behind it: Tab goes round inside, and what takes the focus by
 * itself gives it back. `inert` would do the same, but each element of the app is styled anew for it, twice a dialog.
 */
export function useFocusInside(): void {
  useEffect(() => {
    const app = document.getElementById('root')
    const stop = new AbortController()
    const keep = (event: FocusEvent) => {
      const { target, relatedTarget } = event
      if (!(target instanceof Node) || !app?.contains(target)) return
      const dialog = [...(floats()?.querySelectorAll<HTMLElement>('[role="dialog"]') ?? [])].at(-1)
      if (dialog === undefined) return
      event.stopImmediatePropagation()
      const wasInside = relatedTarget instanceof HTMLElement && dialog.contains(relatedTarget)
      const back = wasInside ? relatedTarget : dialog
      back.focus()
    }
    document.addEventListener('focusin', keep, { capture: true, signal: stop.signal })
    return () => stop.abort()
  }, [])
}
