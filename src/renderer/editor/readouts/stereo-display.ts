import type { LookSections } from '#shared/contract'
import { figure, type Display, type DisplayKind } from './display'
import { gainFor } from './wave-display'
import { clear, rule, write, type Pen } from './pen'

/** A goniometer: mid upwards, sides across; below it the correlation, and the balance as a mark. */
export class StereoDisplay implements Display {
  #image: Float32Array = new Float32Array(0)
  #correlation = 0
  #balance = 0
  #gain = 1

  take([image, correlation, balance]: LookSections): void {
    this.#image = image ?? this.#image
    this.#correlation = correlation?.[0] ?? 0
    this.#balance = balance?.[0] ?? 0
    let peak = 0
    for (const one of this.#image) peak = Math.max(peak, Math.abs(one))
    this.#gain = gainFor(peak / Math.SQRT2, this.#gain)
  }

  draw(pen: Pen): boolean {
    clear(pen)
    const { context, width, height, colors } = pen
    const foot = 16
    const radius = Math.min(width, height - foot) / 2 - 4
    const [x, y] = [width / 2, (height - foot) / 2]
    rule(pen, [x - radius, y - radius], [x + radius, y + radius])
    rule(pen, [x + radius, y - radius], [x - radius, y + radius])
    context.strokeStyle = colors.line
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.stroke()
    write(pen, 'L', x - radius * 0.72 - 8, y - radius * 0.72 - 1)
    write(pen, 'R', x + radius * 0.72 + 3, y - radius * 0.72 - 1)
    const scale = (radius / Math.SQRT2) * this.#gain
    context.fillStyle = colors.trace
    context.globalAlpha = 0.55
    for (let point = 0; point + 1 < this.#image.length; point += 2) {
      const side = Math.max(-radius, Math.min(radius, (this.#image[point] ?? 0) * scale))
      const mid = Math.max(-radius, Math.min(radius, (this.#image[point + 1] ?? 0) * scale))
      context.fillRect(x + side - 0.6, y - mid - 0.6, 1.2, 1.2)
    }
    context.globalAlpha = 1
    if (this.#gain > 1) write(pen, `× ${this.#gain}`, width - 4, 11, { align: 'right' })
    this.#bar(pen, height - foot + 3)
    return false
  }

  #bar(pen: Pen, y: number): void {
    const { context, width, colors } = pen
    const [left, span] = [18, width - 36]
    write(pen, '−1', left - 4, y + 7, { align: 'right' })
    write(pen, '+1', width - left + 4, y + 7)
    context.fillStyle = colors.line
    context.fillRect(left, y, span, 8)
    const middle = left + span / 2
    const to = left + ((this.#correlation + 1) / 2) * span
    context.fillStyle = this.#correlation < 0 ? colors.bad : colors.good
    context.fillRect(Math.min(middle, to), y, Math.max(1, Math.abs(to - middle)), 8)
    context.fillStyle = colors.text
    context.fillRect(left + ((this.#balance + 1) / 2) * span - 0.75, y - 1, 1.5, 10)
  }

  figures(): string {
    return `Correlation ${figure(this.#correlation, 2)} · balance ${figure(this.#balance, 2)}`
  }
}

export const stereoKind: DisplayKind = {
  readouts: ['image', 'correlation', 'balance'],
  height: 132,
  largeHeight: 260,
  begin: () => new StereoDisplay(),
}
