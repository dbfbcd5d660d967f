import { Pause, Play } from 'lucide-react'
import { memo } from 'react'
import { bringTrack, DRAGGED_SOUND, togglePreview, usePreview, type ShownTrack } from '../../state'
import { classNames, MenuAtPointer } from '../../ui'
import { factsOf } from './facts'
import { Shape } from './Shape'
import { trackMenu } from './track-menu'

interface TrackItemProps {
  readonly track: ShownTrack
  readonly index: number
  readonly total: number
  readonly active: boolean
  readonly onMark: (index: number) => void
}

/** A sound: click to mark, double-click to add, drag to where it belongs. */
export const TrackItem = memo(function TrackItem(props: TrackItemProps) {
  const { track, index, total, active, onMark } = props
  const playing = usePreview(state => state.track === track.id)
  const Icon = playing ? Pause : Play
  return (
    <MenuAtPointer entries={() => trackMenu(track, index)}>
      <div
        id={`library-row-${index}`}
        role="treeitem"
        tabIndex={-1}
        aria-selected={active}
        aria-setsize={total}
        aria-posinset={index + 1}
        aria-label={`${track.name}, ${factsOf(track)}${track.isMissing ? ', file missing' : ''}`}
        title={`${track.path}\n${factsOf(track)}`}
        data-testid={`sound-${track.name}`}
        draggable
        className={classNames(
          'group/sound flex h-full items-center gap-2 px-2',
          active ? 'bg-control-hover' : 'hover:bg-control',
        )}
        onPointerDown={() => onMark(index)}
        onDoubleClick={() => void bringTrack(track.id)}
        onDragStart={event => {
          event.dataTransfer.setData(DRAGGED_SOUND, String(track.id))
          event.dataTransfer.effectAllowed = 'copy'
        }}
      >
        <button
          type="button"
          tabIndex={-1}
          aria-label={playing ? `Stop ${track.name}` : `Listen to ${track.name}`}
          className="relative h-7 w-14 shrink-0 overflow-hidden rounded-sm bg-well"
          onClick={() => togglePreview(track.id)}
          onDoubleClick={event => event.stopPropagation()}
        >
          <Shape data={track.shape} />
          <span
            className={classNames(
              'absolute inset-0 flex items-center justify-center bg-well/70 text-text',
              playing ? 'opacity-100' : 'opacity-0 group-hover/sound:opacity-100',
            )}
          >
            <Icon size={13} aria-hidden />
          </span>
        </button>
        <span className="flex min-w-0 flex-1 flex-col leading-tight">
          <span
            className={classNames('truncate text-sm', track.isMissing && 'text-faint line-through')}
          >
            {track.name}
          </span>
          <span className="truncate text-xs text-faint tabular-nums">{factsOf(track, true)}</span>
        </span>
        <Badge track={track} />
      </div>
    </MenuAtPointer>
  )
})

function Badge({ track }: { readonly track: ShownTrack }) {
  if (track.likeness !== undefined) {
    const percent = Math.max(0, Math.round(track.likeness * 100))
    return <span className="shrink-0 text-xs text-soft tabular-nums">{percent} %</span>
  }
  if (track.isMissing) return <span className="shrink-0 text-xs text-warn">Missing</span>
  if (track.files > 1) {
    return <span className="shrink-0 text-xs text-faint tabular-nums">×{track.files}</span>
  }
  return undefined
}
