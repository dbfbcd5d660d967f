import { useEffect, useRef, type RefObject } from 'react'
import type { Look } from '#shared/contract'
import { onOtherFrame } from '../../kit'
import { lookAt, useTransport, type Looking } from '../../state'
import { canvasSize, sharpContext } from '../../ui'
import type { Display } from './display'
import { colorsNow } from './pen'

/** Figures that change faster cannot be read. */
const FIGURES_MS = 200
/** What was seen longer ago is old: nothing sounds. */
export const STALE_MS = 400

interface DisplayOptions {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly figures: RefObject<HTMLElement | null>
  readonly display: Display
  readonly look: Look | undefined
  readonly large: boolean
}

/**
 * Draws what is looked at before every paint, outside React, for as long as it is on the screen: what nobody sees is
 * neither drawn nor asked for.
 */
export function useDisplay({ canvas, figures, display, look, large }: DisplayOptions): void {
  const pointer = useRef<{ x: number; y: number }>(undefined)

  useEffect(() => {
    const element = canvas.current
    if (element === null || look === undefined) return undefined
    const shown = new Shown(element, figures.current, display, look, large, () => pointer.current)
    const seer = new IntersectionObserver(entries => {
      shown.visible(entries.some(entry => entry.isIntersecting))
    })
    const move = (event: PointerEvent) => {
      const box = element.getBoundingClientRect()
      const zoom = element.clientWidth === 0 ? 1 : box.width / element.clientWidth
      pointer.current = {
        x: (event.clientX - box.left) / zoom,
        y: (event.clientY - box.top) / zoom,
      }
      shown.dirty()
    }
    const leave = () => {
      pointer.current = undefined
      shown.dirty()
    }
    seer.observe(element)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerleave', leave)
    return () => {
      seer.disconnect()
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerleave', leave)
      shown[Symbol.dispose]()
    }
  }, [canvas, figures, display, look, large])
}

/** One display on the screen. */
class Shown implements Disposable {
  readonly #canvas: HTMLCanvasElement
  readonly #figures: HTMLElement | null
  readonly #display: Display
  readonly #look: Look
  readonly #large: boolean
  readonly #pointer: () => { x: number; y: number } | undefined
  #looking: Looking | undefined
  #loop: Disposable | undefined
  #takenAt = -1
  #toldAt = 0
  #dirty = true
  #size = ''
  #theme: string | undefined

  constructor(
    canvas: HTMLCanvasElement,
    figures: HTMLElement | null,
    display: Display,
    look: Look,
    large: boolean,
    pointer: () => { x: number; y: number } | undefined,
  ) {
    this.#canvas = canvas
    this.#figures = figures
    this.#display = display
    this.#look = look
    this.#large = large
    this.#pointer = pointer
  }

  dirty(): void {
    this.#dirty = true
  }

  visible(isVisible: boolean): void {
    if (isVisible === (this.#loop !== undefined)) return
    if (!isVisible) return this[Symbol.dispose]()
    this.#looking = lookAt(this.#look)
    this.#loop = onOtherFrame(now => this.#paint(now))
  }

  [Symbol.dispose](): void {
    this.#looking?.[Symbol.dispose]()
    this.#loop?.[Symbol.dispose]()
    this.#looking = undefined
    this.#loop = undefined
  }

  #paint(now: number): void {
    const seen = this.#looking?.seen
    if (seen !== undefined && seen.at !== this.#takenAt) {
      this.#takenAt = seen.at
      this.#display.take(seen.sections, now)
      this.#dirty = true
    }
    const zoom = Math.ceil(this.#zoom() * 2) / 2
    const { width, height } = canvasSize(this.#canvas)
    const size = `${width} ${height} ${zoom}`
    const { theme } = document.documentElement.dataset
    if (size !== this.#size || theme !== this.#theme) this.#dirty = true
    if (!this.#dirty) return
    this.#size = size
    this.#theme = theme
    const context = sharpContext(this.#canvas, zoom)
    if (context === undefined) return this.#tell(now)
    const pointer = this.#pointer()
    this.#dirty = this.#display.draw(
      {
        context,
        width,
        height,
        large: this.#large,
        colors: colorsNow(),
        sampleRate: useTransport.getState().sampleRate,
        ...(pointer !== undefined && { pointer }),
      },
      now,
    )
    this.#tell(now)
  }

  /** By how much the canvas that it lies on is magnified. */
  #zoom(): number {
    const { clientWidth } = this.#canvas
    if (clientWidth === 0) return 1
    return Math.max(1, this.#canvas.getBoundingClientRect().width / clientWidth)
  }

  #tell(now: number): void {
    if (this.#figures === null || now - this.#toldAt < FIGURES_MS) return
    this.#toldAt = now
    const text = this.#display.figures()
    if (this.#figures.textContent !== text) this.#figures.textContent = text
  }
}
