import { create } from 'zustand'
import type { NoteClip } from '#shared/graph'
import { useTimeline, projectNow } from '../../state'
import type { ScaleName } from './scales'

interface RollState {
  readonly selected: ReadonlySet<string>
  readonly scale: ScaleName
  /** 0 is C. */
  readonly root: number
  /** How long the next note is, in beats; that of the note that was touched last. */
  readonly length: number
  readonly velocity: number
}

export const useRollState = create<RollState>(() => ({
  selected: new Set<string>(),
  scale: 'none',
  root: 0,
  length: 1,
  velocity: 0.8,
}))

export function selectNotes(notes: Iterable<string>): void {
  useRollState.setState({ selected: new Set(notes) })
}

/** The clip that is shown: the one that was opened, else the first selected one that has notes. */
export function clipShown(): NoteClip | undefined {
  const { opened, clips: selected } = useTimeline.getState()
  const { clips } = projectNow()
  const ids = [...selected, ...(opened === undefined ? [] : [opened])]
  const found = ids.flatMap(id => clips[id] ?? []).find(clip => clip.kind === 'notes')
  return found?.kind === 'notes' ? found : undefined
}

/** Selected notes that are still there. */
export function selectedNotes(clip: NoteClip): readonly string[] {
  return [...useRollState.getState().selected].filter(id => id in clip.notes)
}
