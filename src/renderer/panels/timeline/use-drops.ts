import { useState, type DragEvent } from 'react'
import { formatBars } from '../../kit'
import { bringClip, DRAGGED_SOUND, projectNow } from '../../state'
import { hitAt } from './hit'
import { dropFiles, type DropPlace } from './import-clips'
import { snapped } from './gesture'
import { beatAtX } from './view'

/** Files from the desktop: sounds become clips, MIDI files tracks. The hint says where. */
export function useTimelineDrops() {
  const [hint, setHint] = useState<string>()
  return {
    hint,
    handlers: {
      onDragOver(event: DragEvent<HTMLElement>) {
        if (!isDrop(event)) return
        event.preventDefault()
        event.stopPropagation()
        event.dataTransfer.dropEffect = 'copy'
        setHint(hintFor(placeOf(event)))
      },
      onDragLeave(event: DragEvent<HTMLElement>) {
        const to = event.relatedTarget
        if (!(to instanceof Element && event.currentTarget.contains(to))) setHint(undefined)
      },
      onDrop(event: DragEvent<HTMLElement>) {
        if (!isDrop(event)) return
        event.preventDefault()
        event.stopPropagation()
        setHint(undefined)
        const sound = event.dataTransfer.getData(DRAGGED_SOUND)
        const place = placeOf(event)
        if (sound !== '') return void bringClip(Number(sound), place.beat, place.track)
        void dropFiles([...event.dataTransfer.files], place)
      },
    },
  }
}

function isDrop({ dataTransfer }: DragEvent<HTMLElement>): boolean {
  return dataTransfer.types.includes('Files') || dataTransfer.types.includes(DRAGGED_SOUND)
}

function placeOf(event: DragEvent<HTMLElement>): DropPlace {
  const { left, top } = event.currentTarget.getBoundingClientRect()
  const [x, y] = [event.clientX - left, event.clientY - top]
  const hit = hitAt(projectNow(), x, y)
  const track = 'row' in hit && hit.row.track.hosts === 'audio' ? hit.row.track.node.id : undefined
  return { beat: snapped(beatAtX(x), event.altKey), track, at: { x, y } }
}

function hintFor({ beat, track }: DropPlace): string {
  const { graph, transport } = projectNow()
  const at = `at ${formatBars(transport, beat)}`
  if (track === undefined) {
    return `A sound becomes a clip on a new track ${at}; a MIDI file brings its tracks`
  }
  return `A clip on ${graph.nodes[track]?.label ?? 'this track'} ${at}`
}
