import { newId } from '../kit'

/** Messages of a view that count, a second. */
const MOST_HEARD = 60
/** One that says more in a second keeps the page from everything else. */
const MOST_SAID = 300

/** How much a view may say. */
export class ViewPace {
  #second = -1
  #count = 0

  /** What becomes of its next message, at so many milliseconds: it is heard, dropped, or the last of this view. */
  take(now: number): 'hear' | 'drop' | 'stop' {
    const second = Math.floor(now / 1000)
    if (second !== this.#second) this.#count = 0
    this.#second = second
    this.#count += 1
    if (this.#count > MOST_SAID) return 'stop'
    return this.#count > MOST_HEARD ? 'drop' : 'hear'
  }
}

/** A view says values, not when a hand begins and lets go: what comes with no longer a pause is one movement. */
const PAUSE_MS = 500

/** The movements of a view’s controls, so that each is undone at once. */
export class ViewTurns {
  readonly #turns = new Map<string, { readonly gesture: string; at: number }>()

  gestureOf(param: string, now: number): string {
    const before = this.#turns.get(param)
    const goesOn = before !== undefined && now - before.at < PAUSE_MS
    const turn = { gesture: goesOn ? before.gesture : newId(), at: now }
    this.#turns.set(param, turn)
    return turn.gesture
  }
}
