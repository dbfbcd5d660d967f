import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'

interface WheelProps {
  readonly label: string
  readonly min: number
  readonly max: number
  /** Springs back to 0 when it is let go of. */
  readonly springs?: boolean
  readonly onTurn: (value: number) => void
}

/** A wheel beside the keys: dragged, or turned by the arrow keys. */
export function Wheel({ label, min, max, springs = false, onTurn }: WheelProps) {
  const [value, setValue] = useState(0)
  const track = useRef<HTMLDivElement>(null)

  function turn(next: number): void {
    const bounded = Math.min(max, Math.max(min, next))
    setValue(bounded)
    onTurn(bounded)
  }
  function drag(event: PointerEvent): void {
    const box = track.current?.getBoundingClientRect()
    if (box === undefined) return
    turn(max - ((event.clientY - box.top) / box.height) * (max - min))
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = (max - min) / 20
    const by = { ArrowUp: step, ArrowDown: -step }[event.key]
    if (by === undefined && event.key !== 'Home') return
    event.preventDefault()
    event.stopPropagation()
    turn(by === undefined ? 0 : value + by)
  }

  return (
    <div className="flex w-9 flex-col items-center gap-1">
      <div
        ref={track}
        role="slider"
        aria-label={label}
        aria-orientation="vertical"
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuenow={Number(value.toFixed(2))}
        tabIndex={0}
        className="relative min-h-0 w-6 flex-1 cursor-ns-resize touch-none rounded bg-well ring-1 ring-line-strong"
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          drag(event)
        }}
        onPointerMove={event => {
          if (event.buttons !== 0) drag(event)
        }}
        onPointerUp={() => {
          if (springs) turn(0)
        }}
        onDoubleClick={() => turn(0)}
        onKeyDown={onKeyDown}
        onKeyUp={() => {
          if (springs) turn(0)
        }}
      >
        <span
          aria-hidden
          className="absolute inset-x-0.5 h-1.5 -translate-y-1/2 rounded-sm bg-accent"
          style={{ top: `${((max - value) / (max - min)) * 88 + 6}%` }}
        />
      </div>
      <span aria-hidden className="text-2xs text-faint">
        {label}
      </span>
    </div>
  )
}
