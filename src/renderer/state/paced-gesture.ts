import { newId } from '../kit'

/** One movement of a control: any number of values, undone together. Disposing ends it. */
export interface Gesture<Value> extends Disposable {
  change(value: Value): void
}

/**
 * Hands on the first value at once, for it is to be heard, and then the newest at most once a frame, under one gesture
 * id; disposing sends the last one.
 */
export function pacedGesture<Value>(send: (value: Value, gesture: string) => void): Gesture<Value> {
  const gesture = newId()
  let waiting: { readonly value: Value } | undefined
  /** Until it comes, something was sent for this paint already. */
  let frame: number | undefined
  const flush = () => {
    frame = undefined
    const latest = waiting
    waiting = undefined
    if (latest === undefined) return
    frame = requestAnimationFrame(flush)
    send(latest.value, gesture)
  }
  return {
    change(value) {
      waiting = { value }
      if (frame === undefined) flush()
    },
    [Symbol.dispose]() {
      if (frame !== undefined) cancelAnimationFrame(frame)
      frame = undefined
      if (waiting !== undefined) send(waiting.value, gesture)
      waiting = undefined
    },
  }
}
