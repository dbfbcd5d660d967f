import { fromKnob, toKnob, type NumberParam } from '#shared/graph'
import type { ValueControlProps, ValueGesture } from './value-gesture'

const FINE = 0.1
/** Key presses and wheel turns that follow one another this fast are one gesture. */
const BURST = 500

type Controlled = Pick<ValueControlProps, 'spec' | 'value' | 'begin'>

interface Drag {
  readonly gesture: ValueGesture
  y: number
  position: number
}

/** How a knob or fader turns drags, steps and keys into gestures; it knows no DOM. */
export class ValueControl implements Disposable {
  #props: Controlled
  readonly #travel: number
  #drag: Drag | undefined
  #burst: ValueGesture | undefined
  #burstEnd: ReturnType<typeof setTimeout> | undefined

  /** `travel`: pixels of a drag over the whole range. */
  constructor(props: Controlled, travel: number) {
    this.#props = props
    this.#travel = travel
  }

  update(props: Controlled): void {
    this.#props = props
  }

  grab(y: number): void {
    this.release()
    const { spec, value, begin } = this.#props
    this.#drag = { gesture: begin(), y, position: toKnob(spec, value) }
  }

  drag(y: number, fine: boolean): void {
    const held = this.#drag
    if (held === undefined || held.y === y) return
    const way = ((held.y - y) / this.#travel) * (fine ? FINE : 1)
    held.y = y
    held.position = Math.min(1, Math.max(0, held.position + way))
    held.gesture.change(fromKnob(this.#props.spec, held.position))
  }

  release(): void {
    this.#drag?.gesture[Symbol.dispose]()
    this.#drag = undefined
  }

  /** A notch of the wheel, up or down. */
  turn(way: number, fine: boolean): void {
    const { spec, value } = this.#props
    this.#change(stepped(spec, value, way * (fine ? FINE : 1)))
  }

  /** False for a key that does not move it. */
  press(key: string, fine: boolean): boolean {
    const value = keyed(this.#props.spec, this.#props.value, key, fine)
    if (value !== undefined) this.#change(value)
    return value !== undefined
  }

  reset(): void {
    this.#change(this.#props.spec.default)
  }

  [Symbol.dispose](): void {
    this.release()
    this.#endBurst()
  }

  #change(value: number): void {
    this.#burst ??= this.#props.begin()
    clearTimeout(this.#burstEnd)
    this.#burstEnd = setTimeout(() => this.#endBurst(), BURST)
    this.#burst.change(value)
  }

  #endBurst(): void {
    clearTimeout(this.#burstEnd)
    this.#burst?.[Symbol.dispose]()
    this.#burst = undefined
  }
}

/** The value after a key, or undefined for a key that does not move it. */
export function keyed(
  spec: NumberParam,
  value: number,
  key: string,
  fine: boolean,
): number | undefined {
  const step = fine ? FINE : 1
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return stepped(spec, value, step)
    case 'ArrowDown':
    case 'ArrowLeft':
      return stepped(spec, value, -step)
    case 'PageUp':
      return stepped(spec, value, 10 * step)
    case 'PageDown':
      return stepped(spec, value, -10 * step)
    case 'Home':
      return spec.min
    case 'End':
      return spec.max
    case 'Backspace':
    case 'Delete':
      return spec.default
    default:
      return undefined
  }
}

/** A hundredth of the way a step, or the parameter's own step where that is larger. */
function stepped(spec: NumberParam, value: number, steps: number): number {
  const moved = fromKnob(spec, toKnob(spec, value) + steps / 100)
  if (spec.step === undefined || moved !== value) return moved
  return Math.min(spec.max, Math.max(spec.min, value + Math.sign(steps) * spec.step))
}
