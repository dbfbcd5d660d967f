import { useEffect, useState } from 'react'
import { canvasView } from '../state'
import { dropFilesOn, dropHint, DropOverlay, typesOf } from '../editor'

/**
 * Files dropped beside what takes files itself, on a panel or a bar: they go to the canvas. Without this a browser
 * would leave the page for the file.
 */
export function WindowDrops() {
  const [hint, setHint] = useState<string>()

  useEffect(() => {
    const stop = new AbortController()
    const options = { signal: stop.signal }
    const over = (event: DragEvent) => {
      const { dataTransfer } = event
      if (dataTransfer === null || !dataTransfer.types.includes('Files')) return
      if (event.defaultPrevented) return setHint(undefined)
      event.preventDefault()
      dataTransfer.dropEffect = 'copy'
      setHint(dropHint(typesOf({ dataTransfer }), 'window'))
    }
    const drop = (event: DragEvent) => {
      setHint(undefined)
      const { dataTransfer } = event
      if (event.defaultPrevented || dataTransfer === null) return
      if (!dataTransfer.types.includes('Files')) return
      event.preventDefault()
      dropFilesOn(dataTransfer, canvasView().center())
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHint(undefined)
    }
    document.addEventListener('dragover', over, options)
    document.addEventListener('drop', drop, options)
    document.addEventListener('dragleave', leave, options)
    return () => stop.abort()
  }, [])

  return <DropOverlay hint={hint} />
}
