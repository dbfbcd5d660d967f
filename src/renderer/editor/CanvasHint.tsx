import { useDocument } from '../state'
import { Keys } from '../ui'

/** How to begin, while there is nothing but the output. */
export function CanvasHint() {
  const empty = useDocument(document => Object.keys(document.graph.nodes).length <= 1)
  if (!empty) return undefined
  return (
    <div className="pointer-events-none absolute inset-x-0 top-[18%] z-0 flex flex-col items-center gap-3 px-3 text-center text-balance max-[900px]:top-2">
      <p className="text-lg font-medium text-soft max-[900px]:text-sm">
        Drop a sound, or add an oscillator
      </p>
      {/* In a narrow window there is room for the one line, between the panels. */}
      <p className="text-sm text-faint max-[900px]:hidden">
        Drag from the browser, or press <Keys of="Tab" /> on the canvas to search. Then draw a cable
        to the output.
      </p>
    </div>
  )
}
