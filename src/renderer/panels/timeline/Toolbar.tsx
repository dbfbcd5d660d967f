import {
  AudioLines,
  Maximize2,
  MousePointer2,
  Music,
  Pencil,
  ScanLine,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import type { ChoiceParam, Grid } from '#shared/graph'
import { setTimeline, useTimeline } from '../../state'
import { Choice, IconButton } from '../../ui'
import { addTrack } from './clip-actions'
import { fitTimeline } from './fit'
import { zoomBy } from './view'

const grids: readonly {
  readonly id: string
  readonly label: string
  readonly grid: Grid | 'auto'
}[] = [
  { id: 'auto', label: 'By zoom', grid: 'auto' },
  { id: 'bar', label: 'Bar', grid: 'bar' },
  { id: '1/2', label: '1/2', grid: 2 },
  { id: '1/4', label: '1/4', grid: 1 },
  { id: '1/8', label: '1/8', grid: 1 / 2 },
  { id: '1/16', label: '1/16', grid: 1 / 4 },
  { id: '1/32', label: '1/32', grid: 1 / 8 },
  { id: '1/4t', label: '1/4 triplet', grid: 2 / 3 },
  { id: '1/8t', label: '1/8 triplet', grid: 1 / 3 },
  { id: '1/16t', label: '1/16 triplet', grid: 1 / 6 },
  { id: 'off', label: 'Off', grid: 'off' },
]

const snapSpec: ChoiceParam = {
  kind: 'choice',
  label: 'Snap',
  options: grids.map(({ id, label }) => ({ id, label })),
  default: 'auto',
}

export function Toolbar() {
  const grid = useTimeline(state => state.grid)
  const tool = useTimeline(state => state.tool)
  const follow = useTimeline(state => state.follow)
  return (
    <div
      role="toolbar"
      aria-label="Timeline tools"
      className="flex h-8 shrink-0 items-center gap-1 bg-panel px-2"
    >
      <IconButton
        icon={Music}
        label="Add a note track"
        data-testid="add-note-track"
        onClick={() => addTrack('notes')}
      />
      <IconButton
        icon={AudioLines}
        label="Add an audio track"
        data-testid="add-audio-track"
        onClick={() => addTrack('audio')}
      />
      <Rule />
      <IconButton
        icon={MousePointer2}
        label="Move points of lanes"
        pressed={tool === 'pointer'}
        onClick={() => setTimeline({ tool: 'pointer' })}
      />
      <IconButton
        icon={Pencil}
        label="Draw on lanes"
        pressed={tool === 'pencil'}
        data-testid="timeline-pencil"
        onClick={() => setTimeline({ tool: 'pencil' })}
      />
      <Rule />
      <span className="text-xs text-faint">Snap</span>
      <div className="w-24">
        <Choice
          compact
          spec={snapSpec}
          value={grids.find(option => option.grid === grid)?.id ?? 'auto'}
          label="Snap"
          testId="timeline-snap"
          onChange={id =>
            setTimeline({ grid: grids.find(option => option.id === id)?.grid ?? 'auto' })
          }
        />
      </div>
      <span className="flex-1" />
      <IconButton
        icon={ScanLine}
        label="Follow the playhead"
        pressed={follow}
        data-testid="timeline-follow"
        onClick={() => setTimeline({ follow: !follow })}
      />
      <Rule />
      <IconButton icon={ZoomOut} label="Zoom out" keys="-" onClick={() => zoomBy(1 / 1.5)} />
      <IconButton icon={ZoomIn} label="Zoom in" keys="+" onClick={() => zoomBy(1.5)} />
      <IconButton
        icon={Maximize2}
        label="Show everything"
        keys="F"
        data-testid="timeline-fit"
        onClick={fitTimeline}
      />
    </div>
  )
}

function Rule() {
  return <span aria-hidden className="mx-1 h-4 w-px bg-line" />
}
