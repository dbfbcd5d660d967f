interface Size {
  readonly width: number
  readonly height: number
}

/** As laid out last. To ask a canvas itself lays the page out at once, in the middle of a frame that has changed it. */
const sizes = new WeakMap<Element, Size>()

/** Made with the first canvas. */
let observer: ResizeObserver | undefined

function follow(canvas: HTMLCanvasElement): void {
  observer ??= new ResizeObserver(entries => {
    for (const { target } of entries) {
      const size = measured(target)
      // One that is hidden comes back as it was, mostly; if not, this is called again.
      if (size.width > 0) sizes.set(target, size)
    }
  })
  observer.observe(canvas)
}

/** The box of a canvas, in CSS pixels. */
export function canvasSize(canvas: HTMLCanvasElement): Size {
  const known = sizes.get(canvas)
  // One that was never on the screen may be there now.
  if (known !== undefined && known.width > 0) return known
  if (known === undefined) follow(canvas)
  const size = measured(canvas)
  sizes.set(canvas, size)
  return size
}

function measured({ clientWidth, clientHeight }: Element): Size {
  return { width: clientWidth, height: clientHeight }
}

/** Sizes a canvas to its box at the screen's own resolution, and gives it back ready to draw in CSS pixels. */
export function sharpContext(
  canvas: HTMLCanvasElement,
  zoom = 1,
): CanvasRenderingContext2D | undefined {
  const ratio = Math.min(4, Math.max(1, window.devicePixelRatio) * zoom)
  const size = canvasSize(canvas)
  const width = Math.round(size.width * ratio)
  const height = Math.round(size.height * ratio)
  if (width === 0 || height === 0) return undefined
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const context = canvas.getContext('2d') ?? undefined
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  return context
}

/** The present value of a colour token. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}
