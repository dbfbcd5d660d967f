import { useDocument } from '../state'
import { Keys } from '../ui'

/** How to begin, while there is nothing but the output. */
export function CanvasHint() {
  const empty = useDocument(document => Object.keys(document.graph.nodes).length <= 1)
  if (!empty) return undefined
  return (
    <div className="pointer-events-none absolute inset-x-0 top-[18%] z-0 flex flex-col items-center gap-3 text-center">
      <p className="text-lg font-medium text-soft">Drop a sound, or add an oscillator</p>
      <p className="flex items-center gap-1.5 text-sm text-faint">
        Drag from the browser, or press <Keys of="Tab" /> on the canvas to search. Then draw a cable
        to the output.
      </p>
    </div>
  )
}
