import { err, fail, ok, type Result } from '#shared/kit'
import type { EmbeddingProvider } from '../library'

/** What turns sounds into vectors here: the descriptor, and models that others bring. */
export class EmbeddingProviders {
  readonly #all = new Set<EmbeddingProvider>()

  register(provider: EmbeddingProvider): Disposable {
    this.#all.add(provider)
    return { [Symbol.dispose]: () => void this.#all.delete(provider) }
  }

  /** The one that is asked first comes first. */
  get all(): readonly EmbeddingProvider[] {
    return [...this.#all].toSorted((one, other) => other.rank - one.rank)
  }

  /** The best that can work now. */
  async best(): Promise<Result<EmbeddingProvider>> {
    for (const provider of this.all) {
      const state = await provider.state()
      if (state.ok) return ok(provider)
    }
    return err(fail('embedding-missing', 'Nothing here turns sounds into vectors.'))
  }

  /** One that knows words and can work now. */
  async forWords(): Promise<Result<EmbeddingProvider>> {
    for (const provider of this.all) {
      if (provider.embedText === undefined) continue
      const state = await provider.state()
      if (state.ok) return ok(provider)
    }
    return err(fail('words-unavailable', 'No model here knows how words sound.'))
  }
}
