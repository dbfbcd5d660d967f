import { newId } from '../kit'

/** One movement of a control: any number of values, undone together. Disposing ends it. */
export interface Gesture<Value> extends Disposable {
  change(value: Value): void
}

/** Hands on the newest value at most once a frame, under one gesture id; disposing sends the last one. */
export function pacedGesture<Value>(send: (value: Value, gesture: string) => void): Gesture<Value> {
  const gesture = newId()
  let waiting: { readonly value: Value } | undefined
  let frame: number | undefined
  const flush = () => {
    frame = undefined
    if (waiting !== undefined) send(waiting.value, gesture)
    waiting = undefined
  }
  return {
    change(value) {
      waiting = { value }
      frame ??= requestAnimationFrame(flush)
    },
    [Symbol.dispose]() {
      if (frame !== undefined) cancelAnimationFrame(frame)
      flush()
    },
  }
}
