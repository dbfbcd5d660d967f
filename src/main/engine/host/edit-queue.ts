import type { Failure } from '#shared/kit'
import type { Instruction } from '../graph'
import type { Renderer } from '../render'

type Milliseconds = number

/** As long as a turn lasts: the look-ahead hides a good deal more. */
const TURN: Milliseconds = 3

interface Edit {
  readonly batch: readonly Instruction[]
  readonly making: Generator<void>
}

/**
 * Batches that come while sound plays, taken one after the other: what they bring is made in short turns, between
 * which blocks are rendered, and only then are they committed.
 */
export class EditQueue {
  readonly #renderer: Pick<Renderer, 'prepare' | 'commit'>
  readonly #onTaken: (failure?: Failure) => void
  readonly #waiting: (readonly Instruction[])[] = []
  #present: Edit | undefined
  /** The renderer has one that it has not taken yet. */
  #handed = false
  #turn: NodeJS.Immediate | undefined

  constructor(
    renderer: Pick<Renderer, 'prepare' | 'commit'>,
    onTaken: (failure?: Failure) => void,
  ) {
    this.#renderer = renderer
    this.#onTaken = onTaken
  }

  add(batch: readonly Instruction[]): void {
    this.#waiting.push(batch)
    if (this.#turn === undefined) this.#work()
  }

  /** All that waits, at once. */
  flush(): void {
    clearImmediate(this.#turn)
    this.#turn = undefined
    const batches = [
      ...(this.#present === undefined ? [] : [this.#present.batch]),
      ...this.#waiting,
    ]
    this.#present = undefined
    this.#waiting.length = 0
    for (const batch of batches) this.#renderer.commit(batch, this.#onTaken)
  }

  #work(): void {
    this.#turn = undefined
    const end = performance.now() + TURN
    while (!this.#handed && performance.now() < end) {
      this.#present ??= this.#begin()
      if (this.#present === undefined) return
      if (this.#present.making.next().done) this.#hand(this.#present.batch)
    }
    this.#goOn()
  }

  #begin(): Edit | undefined {
    const batch = this.#waiting.shift()
    return batch && { batch, making: this.#renderer.prepare(batch) }
  }

  #hand(batch: readonly Instruction[]): void {
    this.#present = undefined
    this.#handed = true
    this.#renderer.commit(batch, failure => {
      this.#handed = false
      this.#onTaken(failure)
      this.#goOn()
    })
  }

  #goOn(): void {
    if (this.#handed || this.#turn !== undefined) return
    if (this.#present === undefined && this.#waiting.length === 0) return
    this.#turn = setImmediate(() => this.#work())
  }
}
