import { firstWord, type Packer, type PackerOf } from '../../sound-files'
// Not by the folder's door: the thread that writes must not load isolated-vm.
import { KernelModule } from '../render/kernel-module'

const SAMPLE_BYTES = 4
/** What may be written behind the bytes of steps. */
const BEYOND = 16
/** Samples that are rounded in one go, so that what lies between stays in the cache. */
const CHUNK = 4096

/** What the thread that writes does with samples, by the kernels: two and four at a time. */
export class SampleWorks {
  readonly #kernels: KernelModule
  readonly #noise: number
  readonly #chunk: number
  readonly #state: number
  #ring: Float32Array = new Float32Array()
  #packed = { at: 0, size: 0 }

  constructor(code: WebAssembly.Module) {
    this.#kernels = new KernelModule(code, 128)
    const { arena } = this.#kernels
    this.#noise = arena.allocate(CHUNK * SAMPLE_BYTES)
    this.#chunk = arena.allocate(CHUNK * SAMPLE_BYTES)
    this.#state = arena.allocate(SAMPLE_BYTES)
  }

  /** Where samples come in, from whatever thread. */
  ring(samples: number): Float32Array {
    const { arena } = this.#kernels
    const { byteLength, byteOffset } = this.#ring
    if (samples * SAMPLE_BYTES === byteLength) return this.#ring
    if (byteLength > 0) arena.free(byteOffset, byteLength)
    const at = arena.allocate(samples * SAMPLE_BYTES)
    this.#ring = new Float32Array(arena.memory.buffer, at, samples)
    return this.#ring
  }

  /** The highest absolute value. */
  peakOf(samples: Float32Array): number {
    const peak = this.#kernels.call('rounding_peak')
    let highest = 0
    for (const [at, count] of this.#placed(samples)) highest = Math.max(highest, peak(at, count))
    return highest
  }

  /** Noise that follows what was rounded before is left to others. */
  packer: PackerOf = ({ bits, dither, seed = 1 }) => {
    if (dither === 'shaped') return undefined
    const { arena } = this.#kernels
    const round = this.#kernels.call('rounding_bytes')
    const noise = this.#kernels.call('rounding_noise')
    const width = bits / 8
    let word = firstWord(seed)
    const pack: Packer = samples => {
      const out = this.#room(samples.length * width)
      let done = 0
      arena.words[this.#state >>> 2] = word
      for (const [at, count] of this.#placed(samples)) {
        if (dither === 'tpdf') noise(this.#state, this.#noise, count)
        round(at, count, bits, dither === 'tpdf' ? this.#noise : 0, out + done)
        done += count * width
      }
      word = arena.words[this.#state >>> 2] ?? 0
      return arena.bytes.subarray(out, out + done)
    }
    return pack
  }

  /** Where steps go; until the next call. */
  #room(bytes: number): number {
    const { arena } = this.#kernels
    if (this.#packed.size < bytes + BEYOND) {
      if (this.#packed.size > 0) arena.free(this.#packed.at, this.#packed.size)
      this.#packed = { at: arena.allocate(bytes + BEYOND), size: bytes + BEYOND }
    }
    return this.#packed.at
  }

  /** Where the kernels find samples, chunk by chunk: where they are, or where they are brought. */
  *#placed(samples: Float32Array): Generator<readonly [at: number, count: number]> {
    const { arena } = this.#kernels
    const isHere = samples.buffer === this.#ring.buffer
    for (let done = 0; done < samples.length; done += CHUNK) {
      const count = Math.min(CHUNK, samples.length - done)
      if (isHere) yield [samples.byteOffset + done * SAMPLE_BYTES, count]
      else {
        arena.floats.set(samples.subarray(done, done + count), this.#chunk >>> 2)
        yield [this.#chunk, count]
      }
    }
  }
}
