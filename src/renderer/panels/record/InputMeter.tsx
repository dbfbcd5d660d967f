import { useEffect, useRef } from 'react'
import { onScale, onOtherFrame, peakOnScale } from '../../kit'
import { takeInputPeaks } from '../../state'
import { sharpContext, token } from '../../ui'

const HEIGHT = 18
const FALL = 26

/** The level of what comes in, left and right. */
export function InputMeter() {
  const canvas = useRef<HTMLCanvasElement>(null)

  useEffect(() => {
    const levels: [number, number] = [0, 0]
    let last = 0
    const loop = onOtherFrame(now => {
      const fall = 10 ** ((-FALL * Math.min(100, now - last)) / 20_000)
      last = now
      const peaks = takeInputPeaks()
      levels[0] = Math.max(peaks[0], levels[0] * fall)
      levels[1] = Math.max(peaks[1], levels[1] * fall)
      const context = canvas.current === null ? undefined : sharpContext(canvas.current)
      if (context !== undefined) draw(context, levels, canvas.current?.clientWidth ?? 0)
      canvas.current?.setAttribute('aria-valuenow', Math.max(...levels).toFixed(3))
    })
    return () => loop[Symbol.dispose]()
  }, [])

  return (
    <canvas
      ref={canvas}
      role="meter"
      aria-label="Input level"
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={0}
      data-testid="input-meter"
      className="w-full rounded bg-well"
      style={{ height: HEIGHT }}
    />
  )
}

function draw(
  context: CanvasRenderingContext2D,
  levels: readonly [number, number],
  width: number,
): void {
  context.clearRect(0, 0, width, HEIGHT)
  for (const [index, level] of levels.entries()) {
    const place = peakOnScale(level)
    context.fillStyle = token(level > 1 ? 'bad' : place > onScale(-12) ? 'warn' : 'good')
    context.fillRect(2, 2 + index * 7.5, place * (width - 4), 6.5)
  }
}
