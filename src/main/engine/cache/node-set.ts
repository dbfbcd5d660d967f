/** A set of numbers below a bound, as bits. */
export class NodeSet {
  readonly #words: Uint32Array

  constructor(bound: number) {
    this.#words = new Uint32Array((bound + 31) >>> 5)
  }

  add(index: number): void {
    this.#words[index >>> 5] = (this.#words[index >>> 5] ?? 0) | (1 << (index & 31))
  }

  /** All there are, and more than the bound. */
  fill(): void {
    this.#words.fill(0xffff_ffff)
  }

  addAll(other: NodeSet | undefined): void {
    if (other === undefined) return
    const [own, words] = [this.#words, other.#words]
    for (let i = 0; i < own.length; i++) own[i] = (own[i] ?? 0) | (words[i] ?? 0)
  }

  /** How many of it the other has not. */
  countBeyond(other: NodeSet): number {
    let count = 0
    for (let i = 0; i < this.#words.length; i++) {
      count += bits((this.#words[i] ?? 0) & ~(other.#words[i] ?? 0))
    }
    return count
  }
}

/** Ones in a word (Hacker's Delight, 5-1). */
function bits(word: number): number {
  let x = word - ((word >>> 1) & 0x5555_5555)
  x = (x & 0x3333_3333) + ((x >>> 2) & 0x3333_3333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
