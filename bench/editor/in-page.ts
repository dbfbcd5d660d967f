/** What runs inside the page: it makes the gestures of a hand frame by frame, and keeps the time of each frame. */
export interface FrameTimes {
  readonly frames: number
  readonly fps: number
  readonly p95Ms: number
  readonly worstMs: number
}

export type Gesture = 'pan' | 'zoom' | 'drag' | 'rest'

export interface GestureOptions {
  readonly gesture: Gesture
  readonly seconds: number
  /** Where the pointer is, in pixels of the window. */
  readonly x: number
  readonly y: number
}

export async function timeGesture({ gesture, seconds, x, y }: GestureOptions): Promise<FrameTimes> {
  const target = document.elementFromPoint(x, y) ?? document.body
  const at = { bubbles: true, cancelable: true, clientX: x, clientY: y, view: window }
  const pointer = { ...at, pointerId: 1, pointerType: 'mouse', isPrimary: true }
  if (gesture === 'drag') {
    target.dispatchEvent(new PointerEvent('pointerdown', { ...pointer, button: 0, buttons: 1 }))
    target.dispatchEvent(new MouseEvent('mousedown', { ...at, button: 0, buttons: 1 }))
  }
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  for (let frame = 0; performance.now() < end; frame++) {
    times.push(await new Promise<number>(resolve => requestAnimationFrame(resolve)))
    const turn = frame / 40
    if (gesture === 'pan') {
      const deltaX = 22 * Math.cos(turn)
      const deltaY = 14 * Math.sin(turn * 1.3)
      target.dispatchEvent(new WheelEvent('wheel', { ...at, deltaX, deltaY }))
    } else if (gesture === 'zoom') {
      const deltaY = 6 * Math.cos(turn)
      target.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY, ctrlKey: true }))
    } else if (gesture === 'drag') {
      const to = {
        clientX: x + 120 * Math.sin(turn),
        clientY: y + 80 * (1 - Math.cos(turn)),
        buttons: 1,
        button: -1,
      }
      target.dispatchEvent(new PointerEvent('pointermove', { ...pointer, ...to }))
      target.dispatchEvent(new MouseEvent('mousemove', { ...at, ...to }))
    }
  }
  if (gesture === 'drag') {
    target.dispatchEvent(new PointerEvent('pointerup', { ...pointer, button: 0 }))
    target.dispatchEvent(new MouseEvent('mouseup', { ...at, button: 0 }))
  }
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const ordered = gaps.toSorted((a, b) => a - b)
  const whole = gaps.reduce((sum, gap) => sum + gap, 0)
  return {
    frames: gaps.length,
    fps: Math.round((gaps.length / whole) * 10_000) / 10,
    p95Ms: Math.round((ordered[Math.floor(ordered.length * 0.95)] ?? 0) * 10) / 10,
    worstMs: Math.round((ordered.at(-1) ?? 0) * 10) / 10,
  }
}
