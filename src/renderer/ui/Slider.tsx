import { useEffect, useRef } from 'react'
import { Slider as Primitive } from 'radix-ui'
import type { ValueGesture } from './value-gesture'

interface SliderProps {
  /** 0 to 1. */
  readonly value: number
  readonly label: string
  /** As it is read out. */
  readonly text: string
  readonly begin: () => ValueGesture
  readonly testId?: string
}

/** A level slider from one thing to another: drag, arrow keys, Home and End. One movement is one gesture. */
export function Slider({ value, label, text, begin, testId }: SliderProps) {
  const gesture = useRef<ValueGesture>(undefined)
  useEffect(() => () => gesture.current?.[Symbol.dispose](), [])

  function end(): void {
    gesture.current?.[Symbol.dispose]()
    gesture.current = undefined
  }

  return (
    <Primitive.Root
      value={[value]}
      min={0}
      max={1}
      step={0.001}
      onValueChange={([next = 0]) => {
        gesture.current ??= begin()
        gesture.current.change(next)
      }}
      onPointerUp={end}
      onLostPointerCapture={end}
      onKeyUp={end}
      onBlur={end}
      className="relative flex h-6 flex-1 touch-none items-center"
    >
      <Primitive.Track className="relative h-1 flex-1 rounded-full bg-[var(--track)]">
        <Primitive.Range className="absolute h-full rounded-full bg-accent" />
      </Primitive.Track>
      <Primitive.Thumb
        aria-label={label}
        aria-valuetext={text}
        data-testid={testId}
        className="block h-4 w-2.5 rounded-sm border border-line-strong bg-control-hover shadow-sm hover:brightness-110"
      />
    </Primitive.Root>
  )
}
