import { lazy, type ComponentType } from 'react'
import { Timeline } from '../panels/timeline'

export interface DockTab {
  /** As `prefs.dockTab` and the tests name it. */
  readonly id: string
  readonly label: string
  readonly Content: ComponentType
}

/** Loaded when the tab is first opened, or when the window has nothing else to do. */
const loads = {
  notes: async () => (await import('../panels/piano-roll')).PianoRoll,
  keyboard: async () => (await import('../panels/keyboard')).Keyboard,
  midi: async () => (await import('../panels/midi')).Midi,
  scopes: async () => (await import('../panels/scopes')).Scopes,
  jobs: async () => (await import('../panels/jobs')).Jobs,
} as const satisfies Record<string, () => Promise<ComponentType>>

const labels: Readonly<Record<keyof typeof loads, string>> = {
  notes: 'Notes',
  keyboard: 'Keyboard',
  midi: 'MIDI',
  scopes: 'Scopes',
  jobs: 'Jobs',
}

/** What the bottom dock has, from left to right: a panel of its own each. */
export const dockTabs: readonly DockTab[] = [
  // Its commands are there from the start, and it with them.
  { id: 'timeline', label: 'Timeline', Content: Timeline },
  tab('notes'),
  tab('keyboard'),
  tab('midi'),
  tab('scopes'),
  tab('jobs'),
]

function tab(id: keyof typeof loads): DockTab {
  const load = loads[id]
  return { id, label: labels[id], Content: lazy(async () => ({ default: await load() })) }
}

export async function preloadDock(): Promise<void> {
  await Promise.all(Object.values(loads).map(load => load()))
}
