import { useEffect, useRef } from 'react'
import { followLevel } from '../../editor'

/** How loud what leaves a node is, as a line that rises. */
export function NodeMeter({ node }: { readonly node: string }) {
  const line = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const followed = followLevel(node, level => {
      if (line.current !== null) line.current.style.transform = `scaleY(${level})`
    })
    return () => followed[Symbol.dispose]()
  }, [node])
  return (
    <span
      aria-hidden
      data-testid={`performer-meter-${node}`}
      className="absolute inset-y-3 right-2 w-1 overflow-hidden rounded-full bg-well"
    >
      <span
        ref={line}
        className="block h-full origin-bottom rounded-full bg-good"
        style={{ transform: 'scaleY(0)' }}
      />
    </span>
  )
}
