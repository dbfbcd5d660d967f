import { QUANTUM, type Frames } from '#shared/kit'

/** Two channels, always: whatever the project sends is mapped when it comes in. */
export const CHANNELS = 2

/** Words of the control block. Indexes count frames for ever and wrap at 2^32. */
const WRITE = 0
const READ = 1
/** Where the present epoch begins: the reader jumps there when it sees the epoch change. */
const START = 2
const EPOCH = 3
const SEEN = 4
const MODE = 5
const UNDERRUNS = 6
const PEAK_LEFT = 7
const PEAK_RIGHT = 8
const HEARD = 9
/** Fewest frames that were left after a read, since it was last asked. */
const LOWEST = 10
/** Where the writer wants to be woken. */
const WAKE = 11
const WORDS = 16

/** `stopped`: silence. `playing`: an empty ring is an underrun. `ending`: play what is there, then stop. */
const STOPPED = 0
const PLAYING = 1
const ENDING = 2

/** The memory of a ring, as it is handed from thread to thread. */
export interface RingMemory {
  readonly control: SharedArrayBuffer
  readonly frames: SharedArrayBuffer
  /** f64 position on the timeline of each quantum in the ring, then that of what is heard. */
  readonly positions: SharedArrayBuffer
}

/** `capacity` is a power of two of at least two quanta. */
export function allocateRing(capacity: Frames): RingMemory {
  return {
    control: new SharedArrayBuffer(WORDS * 4),
    frames: new SharedArrayBuffer(capacity * CHANNELS * 4),
    positions: new SharedArrayBuffer((capacity / QUANTUM + 1) * 8),
  }
}

/**
 * Sound from the stream worker (the one writer) to the audio thread (the one reader), without locks. The
 * writer never touches READ, the reader never touches WRITE, so neither waits for the other.
 */
export class Ring {
  readonly capacity: Frames
  /** Of the reader: quanta that were missing since something was heard; undefined where nothing was. */
  #missed: number | undefined
  readonly #control: Int32Array
  readonly #frames: Float32Array
  readonly #positions: Float64Array

  constructor(memory: RingMemory) {
    this.#control = new Int32Array(memory.control)
    this.#frames = new Float32Array(memory.frames)
    this.#positions = new Float64Array(memory.positions)
    this.capacity = this.#frames.length / CHANNELS
  }

  // For the writer.

  /** Begins a new epoch: what is in the ring will not be heard. Silence until `play`. */
  begin(): void {
    Atomics.store(this.#control, MODE, STOPPED)
    Atomics.store(this.#control, START, this.#load(WRITE))
    Atomics.add(this.#control, EPOCH, 1)
  }

  play(): void {
    Atomics.store(this.#control, MODE, PLAYING)
  }

  /** What is in the ring is the last that is heard. */
  end(): void {
    Atomics.store(this.#control, MODE, ENDING)
  }

  /** Frames that are ready and not yet heard. */
  get available(): Frames {
    const seen = this.#load(SEEN) === this.#load(EPOCH)
    return (this.#load(WRITE) - this.#load(seen ? READ : START)) >>> 0
  }

  /** Interleaved stereo, whole quanta. False where there is no room: nothing was written. */
  write(samples: Float32Array, position: Frames): boolean {
    const count = samples.length / CHANNELS
    if (count > this.capacity - this.available) return false
    const write = this.#load(WRITE)
    const at = (write >>> 0) % this.capacity
    const first = Math.min(count, this.capacity - at)
    this.#frames.set(samples.subarray(0, first * CHANNELS), at * CHANNELS)
    this.#frames.set(samples.subarray(first * CHANNELS), 0)
    for (let offset = 0; offset < count; offset += QUANTUM) {
      const slot = (((write + offset) >>> 0) % this.capacity) / QUANTUM
      this.#positions[slot] = position + offset
    }
    Atomics.store(this.#control, WRITE, (write + count) | 0)
    return true
  }

  /**
   * Resolves when the reader has moved on by so many frames, or after `timeout` milliseconds. Each time that the writer is
   * woken costs several threads of the browser a turn.
   */
  async consumed(frames: Frames, timeout: number): Promise<void> {
    const read = this.#load(READ)
    Atomics.store(this.#control, WAKE, (read + frames) | 0)
    const waiting = Atomics.waitAsync(this.#control, WAKE, (read + frames) | 0, timeout)
    await waiting.value
  }

  /** Fewest frames that were left after something was heard, since the last call; undefined where nothing was. */
  takeLowest(): Frames | undefined {
    const lowest = Atomics.exchange(this.#control, LOWEST, 0)
    return lowest === 0 ? undefined : lowest - 1
  }

  // For the reader.

  /**
   * Copies one quantum out, to the bit, or silence where there is none. True while sound is heard. Where one is missing
   * sound fades instead of breaking off, and the next one fades in.
   */
  read(left: Float32Array, right: Float32Array): boolean {
    const epoch = this.#load(EPOCH)
    if (this.#load(SEEN) !== epoch) {
      Atomics.store(this.#control, READ, this.#load(START))
      Atomics.store(this.#control, SEEN, epoch)
      this.#missed = undefined
    }
    const mode = this.#load(MODE)
    const read = this.#load(READ)
    if (mode === STOPPED) return this.#silence(left, right)
    const ready = (this.#load(WRITE) - read) >>> 0
    if (ready < left.length) {
      if (mode === PLAYING) return this.#bridge(read, left, right)
      Atomics.store(this.#control, MODE, STOPPED)
      return this.#silence(left, right)
    }
    this.#copy((read >>> 0) % this.capacity, left, right)
    if (this.#missed !== undefined && this.#missed > 0) fade(left, right, true)
    this.#missed = 0
    Atomics.store(this.#control, READ, (read + left.length) | 0)
    if (((read + left.length - this.#load(WAKE)) | 0) >= 0) Atomics.notify(this.#control, WAKE)
    // One more than there is, so that nothing is no news.
    const rest = ready - left.length + 1
    const lowest = this.#load(LOWEST)
    if (lowest === 0 || rest < lowest) Atomics.store(this.#control, LOWEST, rest)
    return true
  }

  // For whoever looks on.

  get underruns(): number {
    return this.#load(UNDERRUNS)
  }

  /** Position of the quantum that was copied out last; undefined while silent. */
  get position(): Frames | undefined {
    return this.#load(HEARD) === 1 ? this.#positions[this.#positions.length - 1] : undefined
  }

  /** Loudest samples since the last call. Positive floats keep their order as integers. */
  takePeaks(): readonly [left: number, right: number] {
    floatBits[0] = Atomics.exchange(this.#control, PEAK_LEFT, 0)
    const left = floatView[0] ?? 0
    floatBits[0] = Atomics.exchange(this.#control, PEAK_RIGHT, 0)
    return [left, floatView[0] ?? 0]
  }

  /** Nothing came in time: what was heard last goes on backwards, becoming silent, so that nothing jumps. */
  #bridge(read: number, left: Float32Array, right: Float32Array): false {
    Atomics.add(this.#control, UNDERRUNS, 1)
    if (this.#missed === undefined || this.#missed > 0) this.#silence(left, right)
    else {
      // It lies there still: the writer stays far from what has just been read.
      for (let index = 0; index < left.length; index++) {
        const frame = (((read - 1 - index) >>> 0) % this.capacity) * CHANNELS
        left[index] = this.#frames[frame] ?? 0
        right[index] = this.#frames[frame + 1] ?? 0
      }
      fade(left, right, false)
    }
    if (this.#missed !== undefined) this.#missed += 1
    return false
  }

  #copy(at: Frames, left: Float32Array, right: Float32Array): void {
    let peakLeft = 0
    let peakRight = 0
    for (let index = 0; index < left.length; index++) {
      const frame = ((at + index) % this.capacity) * CHANNELS
      const one = this.#frames[frame] ?? 0
      const other = this.#frames[frame + 1] ?? 0
      left[index] = one
      right[index] = other
      peakLeft = Math.max(peakLeft, Math.abs(one))
      peakRight = Math.max(peakRight, Math.abs(other))
    }
    const position = this.#positions[Math.floor(at / QUANTUM)] ?? 0
    this.#positions[this.#positions.length - 1] = position + (at % QUANTUM)
    Atomics.store(this.#control, HEARD, 1)
    this.#raise(PEAK_LEFT, peakLeft)
    this.#raise(PEAK_RIGHT, peakRight)
  }

  #raise(word: number, peak: number): void {
    floatView[0] = peak
    const bits = floatBits[0] ?? 0
    if (bits > this.#load(word)) Atomics.store(this.#control, word, bits)
  }

  #silence(left: Float32Array, right: Float32Array): false {
    left.fill(0)
    right.fill(0)
    if (this.#load(MODE) === STOPPED) Atomics.store(this.#control, HEARD, 0)
    return false
  }

  #load(word: number): number {
    return Atomics.load(this.#control, word)
  }
}

/** By half a turn of a cosine over the quantum. */
function fade(left: Float32Array, right: Float32Array, isIn: boolean): void {
  for (let index = 0; index < left.length; index++) {
    const turn = Math.cos((Math.PI * (index + 1)) / (left.length + 1))
    const gain = isIn ? 0.5 - 0.5 * turn : 0.5 + 0.5 * turn
    left[index] = (left[index] ?? 0) * gain
    right[index] = (right[index] ?? 0) * gain
  }
}

const floatView = new Float32Array(1)
const floatBits = new Int32Array(floatView.buffer)
