import { useState, type DragEvent } from 'react'
import { areSounds, droppedFiles, dropHint, typesOf } from '../../editor'
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
        setHint(hintFor(placeOf(event), kindsOf(event)))
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
        void droppedFiles(event.dataTransfer).then(files => dropFiles(files, place))
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

/** What hovers, as far as a browser says; nothing about a file of a kind that it does not know. */
function kindsOf(event: DragEvent<HTMLElement>): readonly string[] {
  return event.dataTransfer.types.includes(DRAGGED_SOUND) ? ['audio/wav'] : typesOf(event)
}

function hintFor({ beat, track }: DropPlace, types: readonly string[]): string {
  const { graph, transport } = projectNow()
  const at = `at ${formatBars(transport, beat)}`
  const name = track === undefined ? undefined : (graph.nodes[track]?.label ?? 'this track')
  if (areSounds(types)) {
    return name === undefined ? `A clip on a new track ${at}` : `A clip on ${name} ${at}`
  }
  const [type = ''] = types
  if (type !== '' && types.every(other => other === type)) return dropHint(types, 'window')
  const sounds = name === undefined ? 'clips on a new track' : `clips on ${name}`
  return `Sounds become ${sounds} ${at}; a MIDI file brings its tracks`
}
