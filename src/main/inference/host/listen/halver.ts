import { listeningKernels } from './kernel-ear'

/** Halves the rate of a sound, in the memory of `listeningKernels`; see `op_halve`. */
export class Halver {
  readonly #state: number
  readonly #bytes: number
  readonly #halve

  constructor() {
    const kernels = listeningKernels()
    this.#bytes = kernels.call('op_halver_bytes')()
    this.#state = kernels.arena.allocate(this.#bytes)
    this.#halve = kernels.call('op_halve')
  }

  /** Begins with another sound. */
  begin(): void {
    listeningKernels().arena.bytes.fill(0, this.#state, this.#state + this.#bytes)
  }

  /** From one address to another: half as many samples (and one, where one was left); how many. */
  halve(from: number, count: number, to: number): number {
    return this.#halve(this.#state, from, count, to)
  }
}
