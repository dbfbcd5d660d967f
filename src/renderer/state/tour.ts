import { create } from 'zustand'
import { setPrefs, usePrefs } from './prefs'

/** Which step of the tour is shown, if any. */
export const useTour = create<{ readonly step: number | undefined }>(() => ({ step: undefined }))

export function startTour(): void {
  useTour.setState({ step: 0 })
}

export function goToTourStep(step: number): void {
  useTour.setState({ step })
}

/** It was seen, or left: it does not come by itself again. */
export function endTour(): void {
  useTour.setState({ step: undefined })
  setPrefs({ tourSeen: true })
}

/** The first window of a new user begins with it. */
export function startTourOnce(): void {
  if (!usePrefs.getState().tourSeen) startTour()
}
