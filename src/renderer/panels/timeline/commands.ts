import { barPosition, barStart } from '#shared/graph'
import { newId } from '../../kit'
import type { Command } from '../../commands'
import {
  projectNow,
  record,
  seek,
  selectClips,
  setPrefs,
  setTimeline,
  useRecording,
  useTimeline,
} from '../../state'
import {
  addTrack,
  copySelected,
  cutSelected,
  deleteSelected,
  duplicateSelected,
  nudgeSelected,
  pasteAtPlayhead,
  playheadBeat,
  shiftSelected,
  splitAt,
  toggleLooped,
  toggleMuted,
  trimSelected,
} from './clip-actions'
import { addMarkerAt } from './drag-ruler'
import { fitTimeline } from './fit'
import { timeOf, zoomBy } from './view'

const area = 'timeline'
const hasClips = (): boolean => useTimeline.getState().clips.size > 0
const common = { group: 'Timeline' } as const
const onClips = { ...common, area, when: hasClips } as const

export const timelineCommands: readonly Command[] = [
  {
    ...common,
    id: 'timeline.show',
    title: 'Timeline',
    words: 'arrangement tracks clips',
    run: () => setPrefs({ dock: true, dockTab: 'timeline' }),
  },
  {
    ...common,
    id: 'timeline.record',
    title: () => (useRecording.getState().take === undefined ? 'Record' : 'Stop recording'),
    keys: 'R',
    run: record,
  },
  {
    ...common,
    id: 'timeline.add-note-track',
    title: 'Add a note track',
    run: () => addTrack('notes'),
  },
  {
    ...common,
    id: 'timeline.add-audio-track',
    title: 'Add an audio track',
    run: () => addTrack('audio'),
  },
  {
    ...common,
    id: 'timeline.add-marker',
    title: 'Add a marker',
    keys: 'Shift+M',
    run: () => addMarkerAt(playheadBeat(), newId()),
  },
  { ...common, id: 'timeline.next-marker', title: 'Next marker', keys: '.', run: () => jump(1) },
  { ...common, id: 'timeline.last-marker', title: 'Marker before', keys: ',', run: () => jump(-1) },
  {
    ...common,
    id: 'timeline.follow',
    title: 'Follow the playhead',
    checked: () => useTimeline.getState().follow,
    run: () => setTimeline({ follow: !useTimeline.getState().follow }),
  },
  {
    ...onClips,
    id: 'timeline.split',
    title: 'Split clips',
    keys: 'S',
    when: () => true,
    run: () => splitAt(playheadBeat()),
  },
  {
    ...onClips,
    id: 'timeline.duplicate',
    title: 'Duplicate clips',
    keys: 'Mod+D',
    run: duplicateSelected,
  },
  { ...onClips, id: 'timeline.copy', title: 'Copy clips', keys: 'Mod+C', run: copySelected },
  { ...onClips, id: 'timeline.cut', title: 'Cut clips', keys: 'Mod+X', run: cutSelected },
  {
    ...common,
    area,
    id: 'timeline.paste',
    title: 'Paste clips',
    keys: 'Mod+V',
    run: pasteAtPlayhead,
  },
  { ...onClips, id: 'timeline.mute', title: 'Mute clips', keys: 'M', run: toggleMuted },
  { ...onClips, id: 'timeline.loop-clips', title: 'Loop clips', run: toggleLooped },
  {
    ...onClips,
    id: 'timeline.delete',
    title: 'Delete clips',
    keys: ['Delete', 'Backspace'],
    danger: true,
    run: deleteSelected,
  },
  {
    ...common,
    area,
    id: 'timeline.select-all',
    title: 'Select all clips',
    keys: 'Mod+A',
    run: () => selectClips(Object.keys(projectNow().clips)),
  },
  {
    ...onClips,
    id: 'timeline.select-none',
    title: 'Select no clips',
    keys: 'Escape',
    run: () => selectClips([]),
  },
  {
    ...onClips,
    id: 'timeline.left',
    title: 'Move clips earlier',
    keys: 'ArrowLeft',
    run: () => nudgeSelected(-1),
  },
  {
    ...onClips,
    id: 'timeline.right',
    title: 'Move clips later',
    keys: 'ArrowRight',
    run: () => nudgeSelected(1),
  },
  {
    ...onClips,
    id: 'timeline.up',
    title: 'Move clips a track up',
    keys: 'ArrowUp',
    run: () => shiftSelected(-1),
  },
  {
    ...onClips,
    id: 'timeline.down',
    title: 'Move clips a track down',
    keys: 'ArrowDown',
    run: () => shiftSelected(1),
  },
  {
    ...onClips,
    id: 'timeline.fine-left',
    title: 'Move clips a little earlier',
    keys: 'Alt+ArrowLeft',
    run: () => nudgeSelected(-1, true),
  },
  {
    ...onClips,
    id: 'timeline.fine-right',
    title: 'Move clips a little later',
    keys: 'Alt+ArrowRight',
    run: () => nudgeSelected(1, true),
  },
  {
    ...onClips,
    id: 'timeline.shorter',
    title: 'Trim the ends of clips',
    keys: 'Shift+ArrowLeft',
    run: () => trimSelected('end', -1),
  },
  {
    ...onClips,
    id: 'timeline.longer',
    title: 'Draw out the ends of clips',
    keys: 'Shift+ArrowRight',
    run: () => trimSelected('end', 1),
  },
  {
    ...onClips,
    id: 'timeline.start-later',
    title: 'Trim the beginnings of clips',
    keys: 'Alt+Shift+ArrowRight',
    run: () => trimSelected('start', 1),
  },
  {
    ...onClips,
    id: 'timeline.start-earlier',
    title: 'Draw out the beginnings of clips',
    keys: 'Alt+Shift+ArrowLeft',
    run: () => trimSelected('start', -1),
  },
  {
    ...common,
    area,
    id: 'timeline.zoom-in',
    title: 'Zoom in on the timeline',
    keys: ['+', '='],
    run: () => zoomBy(1.5),
  },
  {
    ...common,
    area,
    id: 'timeline.zoom-out',
    title: 'Zoom out of the timeline',
    keys: '-',
    run: () => zoomBy(1 / 1.5),
  },
  {
    ...common,
    area,
    id: 'timeline.fit',
    title: 'Show the whole timeline',
    keys: 'F',
    run: fitTimeline,
  },
  {
    ...common,
    area,
    id: 'timeline.next-bar',
    title: 'Next bar',
    keys: 'PageDown',
    run: () => step(1),
  },
  {
    ...common,
    area,
    id: 'timeline.last-bar',
    title: 'Bar before',
    keys: 'PageUp',
    run: () => step(-1),
  },
]

function jump(way: 1 | -1): unknown {
  const beat = playheadBeat()
  const beats = projectNow().transport.markers.map(marker => marker.beat)
  const ahead =
    way > 0 ? beats.filter(at => at > beat + 1e-3) : beats.filter(at => at < beat - 1e-3)
  const next = way > 0 ? Math.min(...ahead) : Math.max(0, ...ahead)
  return Number.isFinite(next) ? seek(timeOf(next)) : undefined
}

function step(way: 1 | -1): unknown {
  const { transport } = projectNow()
  const { bar } = barPosition(transport, playheadBeat() + 1e-6)
  return seek(timeOf(barStart(transport, Math.max(1, bar + way))))
}
