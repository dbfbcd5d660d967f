import { onFrame } from '../../kit'
import { sharpContext, token } from '../../ui'
import type { DemoSound } from './use-demo'

const STEP = 3

/** Draws the outline of a sound, the part that was heard in the accent; returns how to end that. */
export function drawWave(
  canvas: HTMLCanvasElement,
  { buffer }: DemoSound,
  positionNow: () => number,
): () => void {
  let peaks: readonly number[] = []
  let drawn = ''
  const loop = onFrame(() => {
    const { clientWidth: width, clientHeight: height } = canvas
    const at = positionNow()
    const key = `${width} ${Math.round(at * width)} ${document.documentElement.dataset['theme'] ?? ''}`
    if (key === drawn) return
    const context = sharpContext(canvas)
    if (context === undefined) return
    drawn = key
    const bars = Math.floor(width / STEP)
    if (peaks.length !== bars) peaks = outline(buffer, bars)
    context.clearRect(0, 0, width, height)
    const [heard, rest] = [token('accent'), token('text-faint')]
    peaks.forEach((peak, index) => {
      const tall = Math.max(1, peak * height)
      context.fillStyle = index / bars < at ? heard : rest
      context.fillRect(index * STEP, (height - tall) / 2, STEP - 1, tall)
    })
  })
  return () => loop[Symbol.dispose]()
}

/** The largest sample of each part, the loudest part as 1. */
function outline(buffer: AudioBuffer, parts: number): number[] {
  const samples = buffer.getChannelData(0)
  const peaks = Array.from({ length: parts }, (_, part) => {
    let peak = 0
    const end = Math.floor(((part + 1) * samples.length) / parts)
    for (let frame = Math.floor((part * samples.length) / parts); frame < end; frame += 4) {
      peak = Math.max(peak, Math.abs(samples[frame] ?? 0))
    }
    return peak
  })
  const loudest = Math.max(0.001, ...peaks)
  return peaks.map(peak => peak / loudest)
}
