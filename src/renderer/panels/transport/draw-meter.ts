import { toDecibels, type Gain } from '#shared/kit'
import { onScale, peakOnScale } from '../../kit'
import { token } from '../../ui'

const FALL = 26
const HOLD = 1200
const MARKS = [-48, -36, -24, -12, -6, 0] as const

interface Bar {
  level: Gain
  hold: Gain
  heldAt: number
}

/** How a peak meter moves: up at once, down by 26 dB a second, the hold mark after a while. */
export class MeterBallistics {
  readonly bars: readonly [Bar, Bar] = [newBar(), newBar()]
  highest: Gain = 0
  dirty = true
  #last = 0

  take(peaks: readonly [Gain, Gain], now: number): void {
    const fall = 10 ** ((-FALL * Math.min(100, now - this.#last)) / 20_000)
    this.#last = now
    for (const [index, bar] of this.bars.entries()) {
      const peak = peaks[index] ?? 0
      const level = Math.max(peak, bar.level * fall)
      const next = level < 1e-5 ? 0 : level
      if (next !== bar.level) this.dirty = true
      bar.level = next
      if (peak >= bar.hold) {
        if (peak > 0) this.dirty = true
        bar.hold = peak
        bar.heldAt = now
      } else if (now - bar.heldAt > HOLD && bar.hold > 0) {
        bar.hold = Math.max(next, bar.hold * fall)
        if (bar.hold < 1e-4) bar.hold = 0
        this.dirty = true
      }
      this.highest = Math.max(this.highest, peak)
    }
  }

  reset(): void {
    this.highest = 0
    this.dirty = true
  }
}

function newBar(): Bar {
  return { level: 0, hold: 0, heldAt: 0 }
}

export interface MeterColors {
  readonly well: string
  readonly good: string
  readonly warn: string
  readonly bad: string
  readonly text: string
  readonly line: string
}

export function meterColors(): MeterColors {
  return {
    well: token('well'),
    good: token('good'),
    warn: token('warn'),
    bad: token('bad'),
    text: token('text-faint'),
    line: token('line-strong'),
  }
}

export function drawMeter(
  context: CanvasRenderingContext2D,
  meter: MeterBallistics,
  colors: MeterColors,
  width: number,
  height: number,
): void {
  meter.dirty = false
  context.clearRect(0, 0, width, height)
  const barHeight = 6
  for (const [index, bar] of meter.bars.entries()) {
    const y = 1 + index * (barHeight + 1)
    context.fillStyle = colors.well
    context.fillRect(0, y, width, barHeight)
    fillTo(
      context,
      0,
      Math.min(peakOnScale(bar.level), onScale(-12)),
      colors.good,
      width,
      y,
      barHeight,
    )
    fillTo(
      context,
      onScale(-12),
      Math.min(peakOnScale(bar.level), onScale(0)),
      colors.warn,
      width,
      y,
      barHeight,
    )
    fillTo(context, onScale(0), peakOnScale(bar.level), colors.bad, width, y, barHeight)
    if (bar.hold > 0) {
      context.fillStyle =
        bar.hold > 1 ? colors.bad : toDecibels(bar.hold) > -12 ? colors.warn : colors.good
      context.fillRect(Math.max(0, peakOnScale(bar.hold) * width - 2), y, 2, barHeight)
    }
  }
  context.font = '500 9px "Inter Variable", sans-serif'
  context.textAlign = 'center'
  for (const mark of MARKS) {
    const x = Math.round(onScale(mark) * width)
    context.fillStyle = colors.line
    context.fillRect(x, 1, 0.5, 13)
    context.fillStyle = colors.text
    context.fillText(mark === 0 ? '0' : String(-mark), x, height - 2)
  }
}

function fillTo(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  color: string,
  width: number,
  y: number,
  height: number,
): void {
  if (to <= from) return
  context.fillStyle = color
  context.fillRect(from * width, y, (to - from) * width, height)
}
