import { useEffect, useRef, useState } from 'react'
import { peaksOf, usePrefs } from '../state'
import { sharpContext, token } from '../ui'

interface WaveProps {
  readonly asset: string
  readonly height: number
  readonly label: string
}

/** The shape of a sound. */
export function Wave({ asset, height, label }: WaveProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [peaks, setPeaks] = useState<Int8Array>()
  const theme = usePrefs(prefs => prefs.theme)

  useEffect(() => {
    let current = true
    void peaksOf(asset).then(found => {
      if (current) setPeaks(found)
    })
    return () => {
      current = false
    }
  }, [asset])

  useEffect(() => {
    const element = canvas.current
    // Drawn at twice the size that it has on the canvas, so that it is crisp when zoomed in.
    const context = element === null ? undefined : sharpContext(element, 2)
    if (element !== null && context !== undefined && peaks !== undefined) {
      drawWave(context, peaks, element.clientWidth, element.clientHeight)
    }
  }, [peaks, theme])

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      className="block w-full"
      style={{ height }}
    />
  )
}

function drawWave(
  context: CanvasRenderingContext2D,
  peaks: Int8Array,
  width: number,
  height: number,
): void {
  const columns = Math.floor(width * 2)
  const steps = peaks.length / 2
  const middle = height / 2
  context.clearRect(0, 0, width, height)
  context.fillStyle = token('line')
  context.fillRect(0, middle - 0.25, width, 0.5)
  context.fillStyle = token('kind-generator')
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column / columns) * steps)
    const to = Math.max(from + 1, Math.floor(((column + 1) / columns) * steps))
    let low = 0
    let high = 0
    for (let step = from; step < to; step++) {
      low = Math.min(low, peaks[step * 2] ?? 0)
      high = Math.max(high, peaks[step * 2 + 1] ?? 0)
    }
    const top = middle - (high / 127) * (middle - 1)
    const bottom = middle - (low / 127) * (middle - 1)
    context.fillRect(column / 2, top, 0.5, Math.max(0.5, bottom - top))
  }
}
