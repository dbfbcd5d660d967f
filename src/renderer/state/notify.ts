import type { JobInfo } from '#shared/contract'
import { setPrefs, usePrefs } from './prefs'
import { toast } from './toasts'

/**
 * Has the system tell of jobs that end while nobody looks, or no longer. The page may be refused that: it is asked for here, where
 * somebody wants it, and never by itself.
 */
export async function switchNotify(on: boolean): Promise<void> {
  if (!on) return setPrefs({ notify: false })
  const isGranted =
    'Notification' in globalThis && (await Notification.requestPermission()) === 'granted'
  setPrefs({ notify: isGranted })
  if (isGranted) return
  const text =
    'Notifications are blocked here. Allow them for Wireharp where the browser or the system has its settings.'
  toast({ tone: 'failure', text })
}

/** Tells of the end of a job where the window is hidden or behind others; whoever sees it is told by a toast. */
export function notifyEnd({ id, title, state, failure }: JobInfo): void {
  if (!usePrefs.getState().notify || !isAway() || !('Notification' in globalThis)) return
  if (Notification.permission !== 'granted') return
  const body = state === 'completed' ? 'Done.' : (failure?.message ?? 'It failed.')
  // Of several windows one is heard.
  const shown = new Notification(title, { body, tag: id })
  shown.addEventListener('click', () => {
    window.focus()
    setPrefs({ dock: true, dockTab: 'jobs' })
  })
}

const isAway = (): boolean => document.hidden || !document.hasFocus()
