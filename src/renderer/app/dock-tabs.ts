import { createElement, lazy, type ComponentType, type ReactNode } from 'react'
import type { PluginView } from '#shared/contract'
import { Jobs } from '../panels/jobs'
import { PianoRoll } from '../panels/piano-roll'
import { PluginPanel } from '../panels/plugin-view'
import { Record as RecordPanel } from '../panels/record'
import { Timeline } from '../panels/timeline'

export interface DockTab {
  /** As `prefs.dockTab` and the tests name it. */
  readonly id: string
  readonly label: string
  readonly content: ReactNode
  readonly fleeting?: boolean
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
  { id: 'timeline', label: 'Timeline', content: createElement(Timeline) },
  { id: 'notes', label: 'Notes', content: createElement(PianoRoll) },
  tab('keyboard'),
  { id: 'record', label: 'Record', content: createElement(RecordPanel) },
  tab('midi'),
  tab('scopes'),
  { id: 'jobs', label: 'Jobs', content: createElement(Jobs) },
]

/** A panel that a plugin brings: a page of its own. */
export function pluginTab(view: PluginView): DockTab {
  const known = pluginTabs.get(view)
  if (known !== undefined) return known
  const id = `view:${view.plugin}/${view.view}`
  const made: DockTab = {
    id,
    label: view.label,
    content: createElement(PluginPanel, { view }),
    // A page of others does not go on working where nobody sees it.
    fleeting: true,
  }
  pluginTabs.set(view, made)
  return made
}

/** The same element as long as it is the same view: else its page would begin anew. */
const pluginTabs = new WeakMap<PluginView, DockTab>()

function tab(id: keyof typeof loads): DockTab {
  const load = loads[id]
  const Content = lazy(async () => ({ default: await load() }))
  return { id, label: labels[id], content: createElement(Content) }
}

export async function preloadDock(): Promise<void> {
  await Promise.all(Object.values(loads).map(load => load()))
}
