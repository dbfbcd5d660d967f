import {
  decodeAudioBlock,
  encodeAudioPace,
  encodeAudioRequest,
  type AudioBlock,
} from '#shared/contract'
import { QUANTUM, type Frames } from '#shared/kit'
import type { Ring } from './ring'
import { toStereo } from './to-stereo'

/** Quanta that are asked for together. */
const BATCH = 4
/** Blocks that were asked for and have not come after this long are asked for again. */
const LOST_AFTER = 400
/** For so long after the beginning up to so much more is kept ready: page and engine have most to do then. */
const BEGINNING = 4000
const MORE: Frames = 2048

export interface StreamOptions {
  readonly ring: Ring
  /** Frames to keep ready; asked for each time, since it may grow. */
  readonly lookAhead: () => Frames
  send(message: Uint8Array): void
  levels(layout: number, frame: Float32Array, load: number): void
  looks?(frame: Float32Array): void
  now(): number
}

/** So often at most an engine that goes by the clock is told how far this is. */
const REPORT_AFTER = 40
/** There is nothing to ask for: whoever waits for sound to be heard is woken by the time. */
const NEVER: Frames = 2 ** 30

/**
 * Keeps the ring filled to the look-ahead: asks for as many blocks as were heard, so nothing piles up. Once the engine answers
 * itself it goes by the clock, and is only told how far this is: sound then waits for one way and not for two.
 */
export class Stream {
  readonly #options: StreamOptions
  #epoch: number | undefined
  #playing = false
  #started = false
  #ended = false
  #outstanding: Frames = 0
  #askedAt = 0
  #begunAt = Number.NEGATIVE_INFINITY
  /** Frames of this epoch that have come over this connection. */
  #received: Frames = 0
  #paced = false
  #reportedAt = Number.NEGATIVE_INFINITY

  constructor(options: StreamOptions) {
    this.#options = options
  }

  /** What the transport does now. A stop lets sound out that was rendered already; see `silence`. */
  follow(epoch: number, playing: boolean): void {
    if (!playing) {
      if (this.#playing && !this.#ended) this.#finish()
      this.#playing = false
      return
    }
    if (this.#playing && epoch === this.#epoch) return
    this.#epoch = epoch
    this.#playing = true
    this.#started = false
    this.#ended = false
    this.#connect()
    this.#begunAt = this.#options.now()
    this.#options.ring.begin()
    this.pump()
  }

  /** Nothing more of this epoch is heard. */
  silence(): void {
    this.#playing = false
    this.#ended = true
    this.#options.ring.begin()
  }

  /** The connection is another one: what was asked of the old one does not come. */
  reconnected(): void {
    this.#connect()
    this.pump()
  }

  /** Asks for what is missing; how many frames are heard until there is something to ask for again. */
  pump(): Frames {
    if (!this.#playing || this.#ended || this.#epoch === undefined) return QUANTUM
    const { ring } = this.#options
    const now = this.#options.now()
    const ahead = this.#ahead(now)
    if (this.#paced && now - this.#askedAt <= LOST_AFTER) {
      if (now - this.#reportedAt >= REPORT_AFTER) this.#report(this.#epoch, ahead, now)
      return NEVER
    }
    this.#paced = false
    if (this.#outstanding > 0 && now - this.#askedAt > LOST_AFTER) this.#outstanding = 0
    const missing = ahead - ring.available - this.#outstanding
    const blocks = Math.floor(missing / QUANTUM)
    const worthwhile = togetherOf(ahead)
    if (blocks < worthwhile) return worthwhile * QUANTUM - Math.max(0, missing)
    this.#outstanding += blocks * QUANTUM
    this.#askedAt = now
    this.#options.send(encodeAudioRequest({ epoch: this.#epoch, blocks }))
    return worthwhile * QUANTUM
  }

  receive(message: ArrayBuffer): void {
    const block = decodeAudioBlock(message)
    if (block === undefined || block.epoch !== this.#epoch || this.#ended) return
    this.#outstanding = Math.max(0, this.#outstanding - block.frames)
    this.#received += block.frames
    this.#askedAt = this.#options.now()
    // All that was asked for is there: from here on only time is needed to know what is missing.
    if (block.handed && this.#outstanding === 0) this.#paced = true
    this.#keep(block)
  }

  #keep(block: AudioBlock): void {
    const { ring, lookAhead } = this.#options
    ring.write(toStereo(block.samples, block.channels), block.position)
    if (block.levels.length > 0) this.#options.levels(block.layout, block.levels, block.load)
    if (block.looks.length > 0) this.#options.looks?.(block.looks)
    if (block.last) return this.#finish()
    if (!this.#started && ring.available >= lookAhead()) {
      this.#started = true
      ring.play()
    }
    this.pump()
  }

  #connect(): void {
    this.#outstanding = 0
    this.#received = 0
    this.#paced = false
    this.#reportedAt = Number.NEGATIVE_INFINITY
  }

  #report(epoch: number, ahead: Frames, now: number): void {
    this.#reportedAt = now
    const missing = ahead - this.#options.ring.available
    const together = togetherOf(ahead)
    this.#options.send(encodeAudioPace({ epoch, received: this.#received, missing, together }))
  }

  /** Frames to keep ready now. */
  #ahead(now: number): Frames {
    const frames = this.#options.lookAhead()
    return now - this.#begunAt < BEGINNING ? frames + Math.min(frames, MORE) : frames
  }

  #finish(): void {
    this.#ended = true
    this.#options.ring.end()
  }
}

/** A block a quantum would wake four threads 375 times a second; a quarter of the look-ahead is soon enough. */
function togetherOf(ahead: Frames): number {
  return Math.max(1, Math.min(BATCH, Math.floor(ahead / QUANTUM / 4)))
}
