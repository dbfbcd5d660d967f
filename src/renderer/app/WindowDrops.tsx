import { useEffect, useState } from 'react'
import { dropFilesOn, dropHint, DropOverlay, soundDropHint, typesOf } from '../editor'
import { canvasView, dropOnSounds } from '../state'
import { zoneAt, type DropZone } from './drop-zones'

interface Shown {
  readonly hint: string
  readonly box: DOMRect | undefined
}

/**
 * Files dropped beside what takes files itself: in the inspector they go into the node that it shows, in the library
 * to the user’s sounds, and elsewhere to the canvas, next to where they fell. Without this a browser would leave the
 * page for the file.
 */
export function WindowDrops() {
  const [shown, setShown] = useState<Shown>()

  useEffect(() => {
    const stop = new AbortController()
    const options = { signal: stop.signal }
    const over = (event: DragEvent) => {
      const { dataTransfer } = event
      if (dataTransfer === null || !dataTransfer.types.includes('Files')) return
      if (event.defaultPrevented) return setShown(undefined)
      event.preventDefault()
      dataTransfer.dropEffect = 'copy'
      const zone = zoneAt(event.target)
      setShown({ hint: hintFor(zone, typesOf({ dataTransfer })), box: zone.box })
    }
    const drop = (event: DragEvent) => {
      setShown(undefined)
      const { dataTransfer } = event
      if (event.defaultPrevented || dataTransfer === null) return
      if (!dataTransfer.types.includes('Files')) return
      event.preventDefault()
      const zone = zoneAt(event.target)
      if (zone.kind === 'library') return void dropOnSounds([...dataTransfer.files])
      const { node } = zone
      dropFilesOn(dataTransfer, canvasView().beside(event.clientX, event.clientY), { node })
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setShown(undefined)
    }
    document.addEventListener('dragover', over, options)
    document.addEventListener('drop', drop, options)
    document.addEventListener('dragleave', leave, options)
    return () => stop.abort()
  }, [])

  return <DropOverlay hint={shown?.hint} box={shown?.box} />
}

function hintFor({ kind, target }: DropZone, types: readonly string[]): string {
  return kind === 'library' ? soundDropHint : dropHint(types, target)
}
