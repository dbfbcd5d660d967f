import { lazy, type ComponentType } from 'react'
import { Jobs } from '../panels/jobs'
import { PianoRoll } from '../panels/piano-roll'
import { Record as RecordPanel } from '../panels/record'
import { Timeline } from '../panels/timeline'

export interface DockTab {
  /** As `prefs.dockTab` and the tests name it. */
  readonly id: string
  readonly label: string
  readonly Content: ComponentType
}

/** Loaded when the tab is first opened, or when the window has nothing else to do. */
const loads = {
  keyboard: async () => (await import('../panels/keyboard')).Keyboard,
  midi: async () => (await import('../panels/midi')).Midi,
  scopes: async () => (await import('../panels/scopes')).Scopes,
} as const satisfies Record<string, () => Promise<ComponentType>>

const labels: Readonly<Record<keyof typeof loads, string>> = {
  keyboard: 'Keyboard',
  midi: 'MIDI',
  scopes: 'Scopes',
}

/** What the bottom dock has, from left to right: a panel of its own each. */
export const dockTabs: readonly DockTab[] = [
  // Where the commands of a panel are there from the start, the panel is with them.
  { id: 'timeline', label: 'Timeline', Content: Timeline },
  { id: 'notes', label: 'Notes', Content: PianoRoll },
  tab('keyboard'),
  { id: 'record', label: 'Record', Content: RecordPanel },
  tab('midi'),
  tab('scopes'),
  { id: 'jobs', label: 'Jobs', Content: Jobs },
]

function tab(id: keyof typeof loads): DockTab {
  const load = loads[id]
  return { id, label: labels[id], Content: lazy(async () => ({ default: await load() })) }
}

export async function preloadDock(): Promise<void> {
  await Promise.all(Object.values(loads).map(load => load()))
}
