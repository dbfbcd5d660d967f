import type { Beats, Clip, Curve } from '#shared/graph'
import { canvasView, dispatch, insertSound, projectNow, select } from '../../state'
import type { MenuEntry } from '../../ui'
import {
  addNoteClip,
  addTrack,
  changeClips,
  copySelected,
  cutSelected,
  deleteSelected,
  duplicateSelected,
  editNotes,
  isLooped,
  pasteAtPlayhead,
  selectedClips,
  splitAt,
  toggleLooped,
  toggleMuted,
} from './clip-actions'
import { countOf } from './drag-clips'
import { snapped } from './gesture'
import { deletePoints, laneEdit, pointsOf, setCurve } from './drag-lane'
import { paramLabel, type Hit } from './hit'
import { useLanes } from './lane-state'
import { hues } from './palette'
import { barWords } from './readouts'

const curveNames: Readonly<Record<Curve, string>> = {
  hold: 'Hold',
  linear: 'Line',
  exponential: 'Exponential',
  spline: 'Smooth',
}
const curves: readonly Curve[] = ['hold', 'linear', 'exponential', 'spline']

/** The menu for what lies under the pointer. */
export function surfaceMenu(hit: Hit, beat: Beats): readonly MenuEntry[] {
  switch (hit.kind) {
    case 'clip':
      return clipMenu(hit, beat)
    case 'point':
    case 'curve': {
      const { lane, points } = useLanes.getState()
      const chosen = lane === hit.row.key && points.has(hit.index) ? points : new Set([hit.index])
      return [
        ...curves.map((curve): MenuEntry => ({
          label: curveNames[curve],
          checked: pointsOf(hit.row)[hit.index]?.curve === curve,
          run: () => setCurve(hit.row, chosen, curve),
        })),
        'rule',
        { label: 'Delete', danger: true, run: () => deletePoints(hit.row, chosen) },
      ]
    }
    case 'lane':
      return [
        {
          label: `Clear ${paramLabel(hit.row)}`,
          danger: true,
          disabled: pointsOf(hit.row).length === 0,
          run: () => void dispatch(`Clear ${paramLabel(hit.row)}`, laneEdit(hit.row, [])),
        },
      ]
    case 'played':
      return playedMenu(hit)
    case 'track':
      return [
        ...(hit.row.track.hosts === 'notes'
          ? [{ label: 'Add a clip', run: () => addNoteClip(hit.row.track.node.id, beat) }]
          : []),
        { label: 'Paste at the playhead', keys: 'Mod+V', run: pasteAtPlayhead },
      ]
    case 'nothing':
      return [
        { label: 'Add a note track', run: () => void addTrack('notes') },
        { label: 'Add an audio track', run: () => void addTrack('audio') },
      ]
  }
}

function playedMenu({ clip, row }: Extract<Hit, { kind: 'played' }>): readonly MenuEntry[] {
  const { node } = row.track
  return [
    {
      label: 'Show the node',
      run: () => {
        select([node.id])
        canvasView().reveal(node.id)
      },
    },
    {
      label: 'Make an audio clip of it',
      run: () => {
        const asset = clip.kind === 'audio' ? projectNow().assets[clip.asset] : undefined
        if (asset !== undefined) insertSound(asset, clip.start, undefined)
      },
    },
  ]
}

function clipMenu({ clip }: Extract<Hit, { kind: 'clip' }>, beat: Beats): readonly MenuEntry[] {
  const ids = selectedClips()
  const cut = cutNear(clip, beat)
  return [
    ...(clip.kind === 'notes'
      ? [{ label: 'Edit notes', keys: 'Enter', run: () => editNotes(clip.id) }]
      : []),
    { label: `Split at ${barWords(cut)}`, run: () => splitAt(cut) },
    { label: 'Duplicate', keys: 'Mod+D', run: duplicateSelected },
    { label: 'Cut', keys: 'Mod+X', run: () => void cutSelected() },
    { label: 'Copy', keys: 'Mod+C', run: () => void copySelected() },
    'rule',
    { label: 'Mute', keys: 'M', checked: clip.muted === true, run: toggleMuted },
    {
      label: 'Loop',
      checked: isLooped(clip),
      disabled: clip.kind === 'automation',
      run: toggleLooped,
    },
    {
      label: 'Colour',
      entries: [
        ...Object.entries(hues).map(([name, colour]): MenuEntry => ({
          label: name[0]?.toUpperCase() + name.slice(1),
          checked: clip.colour === colour,
          run: () => changeClips(ids, `Colour ${countOf(ids)}`, { colour }),
        })),
        'rule',
        {
          label: 'That of the track',
          checked: clip.colour === undefined,
          run: () => changeClips(ids, `Colour ${countOf(ids)}`, { colour: '' }),
        },
      ],
    },
    'rule',
    { label: 'Delete', keys: 'Delete', danger: true, run: deleteSelected },
  ]
}

/** Where a clip is cut: on the grid, unless its line lies outside of the clip. */
function cutNear({ start, length }: Clip, beat: Beats): Beats {
  const line = snapped(beat, false)
  return line > start && line < start + length ? line : beat
}
