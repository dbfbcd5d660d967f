import { useRef, type PointerEvent } from 'react'
import { newId } from '../../kit'

interface LoopEndProps {
  readonly side: 'left' | 'right'
  readonly onMove: (event: PointerEvent, gesture: string) => void
}

/** One end of the loop, to be dragged; a drag is one step of undo. */
export function LoopEnd({ side, onMove }: LoopEndProps) {
  const gesture = useRef('')
  return (
    <div
      className={`absolute top-0 h-2 w-1.5 cursor-ew-resize rounded-xs bg-accent ${side === 'left' ? '-left-0.5' : '-right-0.5'}`}
      onPointerDown={event => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        gesture.current = newId()
      }}
      onPointerMove={event => {
        event.stopPropagation()
        if (event.buttons === 1) onMove(event, gesture.current)
      }}
    />
  )
}
