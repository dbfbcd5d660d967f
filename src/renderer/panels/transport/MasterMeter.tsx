import { useEffect, useRef, useState } from 'react'
import { toDecibels } from '#shared/kit'
import { formatLevel, onOtherFrame } from '../../kit'
import { playback } from '../../state'
import { canvasSize, sharpContext, Tip } from '../../ui'
import { drawMeter, meterColors, MeterBallistics } from './draw-meter'

const HEIGHT = 26

/** The level of the output: peaks left and right with their hold, in dBFS. Click to forget the highest. */
export function MasterMeter() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const text = useRef<HTMLSpanElement>(null)
  const [meter] = useState(() => new MeterBallistics())

  useEffect(() => {
    let shown = ''
    let colors = meterColors()
    let theme = document.documentElement.dataset['theme']
    let width = 0
    const loop = onOtherFrame(now => {
      if (theme !== document.documentElement.dataset['theme']) {
        theme = document.documentElement.dataset['theme']
        colors = meterColors()
        meter.dirty = true
      }
      meter.take(playback().takePeaks(), now)
      const { current } = canvas
      const room = current === null ? 0 : canvasSize(current).width
      if (room !== width) meter.dirty = true
      width = room
      const context = meter.dirty && current !== null ? sharpContext(current) : undefined
      if (context !== undefined) {
        drawMeter(context, meter, colors, width, HEIGHT)
      }
      const highest = formatLevel(toDecibels(meter.highest))
      if (highest === shown || text.current === null) return
      shown = highest
      text.current.textContent = highest
      text.current.classList.toggle('text-bad', meter.highest > 1)
    })
    return () => loop[Symbol.dispose]()
  }, [meter])

  return (
    <Tip text={'Master level, highest peak in dBFS\nClick to reset the peak'}>
      <button
        type="button"
        aria-label="Master level, reset the peak"
        data-testid="master-meter"
        className="flex min-w-0 flex-1 items-center justify-end gap-2 rounded px-1 py-1 hover:bg-control"
        onClick={() => meter.reset()}
      >
        <canvas
          ref={canvas}
          aria-hidden
          className="w-52 min-w-0 shrink max-[900px]:w-28"
          style={{ height: HEIGHT }}
        />
        <span ref={text} data-testid="master-peak" className="w-9 text-right text-xs text-soft">
          −∞
        </span>
      </button>
    </Tip>
  )
}
