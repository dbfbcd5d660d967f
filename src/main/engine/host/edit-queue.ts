import type { Failure } from '#shared/kit'
import type { Instruction } from '../graph'
import type { Pause, Renderer } from '../render'

type Milliseconds = number

/** As long as a turn lasts: the look-ahead hides a good deal more. */
const TURN: Milliseconds = 3

interface Edit {
  readonly batch: readonly Instruction[]
  readonly making: Generator<Pause, void>
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
  /** What goes on elsewhere has to be done first. */
  #paused = false

  constructor(
    renderer: Pick<Renderer, 'prepare' | 'commit'>,
    onTaken: (failure?: Failure) => void,
  ) {
    this.#renderer = renderer
    this.#onTaken = onTaken
  }

  add(batch: readonly Instruction[]): void {
    this.#waiting.push(batch)
    if (this.#turn === undefined && !this.#paused) this.#work()
  }

  /** All that waits, at once. */
  flush(): void {
    clearImmediate(this.#turn)
    this.#turn = undefined
    this.#paused = false
    const batches = [
      ...(this.#present === undefined ? [] : [this.#present.batch]),
      ...this.#waiting,
    ]
    this.#present?.making.return(undefined)
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
      const step = this.#present.making.next()
      if (step.done) this.#hand(this.#present.batch)
      else if (step.value !== undefined) return this.#pause(this.#present, step.value)
    }
    this.#goOn()
  }

  #pause(edit: Edit, pause: () => Promise<void>): void {
    this.#paused = true
    void pause().then(() => {
      if (this.#present !== edit) return
      this.#paused = false
      this.#goOn()
    })
  }

  #begin(): Edit | undefined {
    const batch = this.#waiting.shift()
    if (batch === undefined) return undefined
    return { batch, making: this.#renderer.prepare(batch) }
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
