/** Sizes a canvas to its box at the screen's own resolution, and gives it back ready to draw in CSS pixels. */
export function sharpContext(
  canvas: HTMLCanvasElement,
  zoom = 1,
): CanvasRenderingContext2D | undefined {
  const ratio = Math.min(4, Math.max(1, window.devicePixelRatio) * zoom)
  const width = Math.round(canvas.clientWidth * ratio)
  const height = Math.round(canvas.clientHeight * ratio)
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
