import type { ComponentType } from 'react'
import { Jobs } from '../panels/jobs'
import { Keyboard } from '../panels/keyboard'
import { Midi } from '../panels/midi'
import { PianoRoll } from '../panels/piano-roll'
import { Record } from '../panels/record'
import { Scopes } from '../panels/scopes'
import { Timeline } from '../panels/timeline'

export interface DockTab {
  /** As `prefs.dockTab` and the tests name it. */
  readonly id: string
  readonly label: string
  readonly Content: ComponentType
}

/** What the bottom dock has, from left to right: a panel of its own each. */
export const dockTabs: readonly DockTab[] = [
  { id: 'timeline', label: 'Timeline', Content: Timeline },
  { id: 'notes', label: 'Notes', Content: PianoRoll },
  { id: 'keyboard', label: 'Keyboard', Content: Keyboard },
  { id: 'record', label: 'Record', Content: Record },
  { id: 'midi', label: 'MIDI', Content: Midi },
  { id: 'scopes', label: 'Scopes', Content: Scopes },
  { id: 'jobs', label: 'Jobs', Content: Jobs },
]
