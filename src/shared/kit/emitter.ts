/** A typed event source. Listeners are called in the order in which they came; unsubscribe by disposing. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(event: T) => void>()

  on(listener: (event: T) => void): Disposable {
    const own = (event: T) => listener(event)
    this.#listeners.add(own)
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) }
  }

  /** A listener added while an event is emitted hears the next one only. */
  emit(event: T): void {
    for (const listener of [...this.#listeners]) listener(event)
  }

  get size(): number {
    return this.#listeners.size
  }

  [Symbol.dispose](): void {
    this.#listeners.clear()
  }
}
