/** As near as this a controller and a knob are together: a step of a controller is 1/127. */
const NEAR = 0.02

/**
 * Lets a controller move a knob only once it has reached it or gone past it, so that touching it makes no jump (“soft
 * takeover”, “pick-up”). What else moves the knob lets go of it.
 */
export class Takeover {
  #last: number | undefined
  #gave: number | undefined

  /** The knob's next position, or undefined while the controller is not there yet; all are 0 to 1. */
  take(value: number, knob: number): number | undefined {
    const before = this.#last
    this.#last = value
    const holds = this.#gave !== undefined && Math.abs(knob - this.#gave) <= NEAR
    const near = Math.abs(value - knob) <= NEAR
    const passed = before !== undefined && (before - knob) * (value - knob) <= 0
    if (!holds && !near && !passed) {
      this.#gave = undefined
      return undefined
    }
    this.#gave = value
    return value
  }
}
