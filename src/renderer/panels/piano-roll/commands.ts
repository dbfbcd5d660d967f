import { beatsAt, tempoMapOf } from '#shared/graph'
import type { Command } from '../../commands'
import { playheadNow, projectNow, setPrefs } from '../../state'
import {
  copyNotes,
  deleteNotes,
  duplicate,
  legato,
  lengthenNotes,
  pasteNotes,
  quantise,
  selectAll,
  shiftNotes,
  stepNow,
} from './note-actions'
import { clipShown, selectNotes, useRollState } from './roll-state'

const area = 'notes'
const group = 'Timeline'
const when = (): boolean => useRollState.getState().selected.size > 0
const chosen = { area, group, when } as const

export const rollCommands: readonly Command[] = [
  {
    id: 'notes.show',
    title: 'Piano roll',
    group,
    words: 'notes midi editor',
    run: () => setPrefs({ dock: true, dockTab: 'notes' }),
  },
  {
    ...chosen,
    id: 'notes.left',
    title: 'Move notes earlier',
    keys: 'ArrowLeft',
    run: () => shiftNotes(-stepNow(), 0),
  },
  {
    ...chosen,
    id: 'notes.right',
    title: 'Move notes later',
    keys: 'ArrowRight',
    run: () => shiftNotes(stepNow(), 0),
  },
  {
    ...chosen,
    id: 'notes.up',
    title: 'Notes a semitone up',
    keys: 'ArrowUp',
    run: () => shiftNotes(0, 1),
  },
  {
    ...chosen,
    id: 'notes.down',
    title: 'Notes a semitone down',
    keys: 'ArrowDown',
    run: () => shiftNotes(0, -1),
  },
  {
    ...chosen,
    id: 'notes.octave-up',
    title: 'Notes an octave up',
    keys: 'Shift+ArrowUp',
    run: () => shiftNotes(0, 12),
  },
  {
    ...chosen,
    id: 'notes.octave-down',
    title: 'Notes an octave down',
    keys: 'Shift+ArrowDown',
    run: () => shiftNotes(0, -12),
  },
  {
    ...chosen,
    id: 'notes.longer',
    title: 'Longer notes',
    keys: 'Shift+ArrowRight',
    run: () => lengthenNotes(1),
  },
  {
    ...chosen,
    id: 'notes.shorter',
    title: 'Shorter notes',
    keys: 'Shift+ArrowLeft',
    run: () => lengthenNotes(-1),
  },
  {
    ...chosen,
    id: 'notes.delete',
    title: 'Delete notes',
    keys: ['Delete', 'Backspace'],
    danger: true,
    run: deleteNotes,
  },
  { ...chosen, id: 'notes.duplicate', title: 'Duplicate notes', keys: 'Mod+D', run: duplicate },
  { ...chosen, id: 'notes.copy', title: 'Copy notes', keys: 'Mod+C', run: copyNotes },
  { ...chosen, id: 'notes.legato', title: 'Legato', run: legato },
  {
    ...chosen,
    id: 'notes.select-none',
    title: 'Select no notes',
    keys: 'Escape',
    run: () => selectNotes([]),
  },
  {
    area,
    group,
    id: 'notes.paste',
    title: 'Paste notes',
    keys: 'Mod+V',
    run: () => pasteNotes(beatInClip()),
  },
  { area, group, id: 'notes.select-all', title: 'Select all notes', keys: 'Mod+A', run: selectAll },
  { area, group, id: 'notes.quantise', title: 'Quantise notes', keys: 'Q', run: () => quantise() },
]

/** Where the playhead is in the content of the clip; nothing outside of it. */
function beatInClip(): number | undefined {
  const clip = clipShown()
  if (clip === undefined) return undefined
  const beat = beatsAt(tempoMapOf(projectNow().transport), playheadNow()) - clip.start
  return beat < 0 || beat > clip.length ? undefined : beat + clip.offset
}
