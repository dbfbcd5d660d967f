import { readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { fail, type Frames } from '#shared/kit'
import { chunkBytes, keptChunks, sumsBytes, type EngineNode, type KeptSamples } from '../graph'
import { allocate, allocateBus, type Bus } from './bus'
import type { BusUses } from './bus-uses'
import { openSound } from './open-sound'
import { StepMaker, type Step } from './steps'
import { framesOf, type Making, type Unit } from './unit'
import type { UnitOptions } from './unit-options'

/** Places of u32 in its state; see `kernels/kept`. */
const [DONE, HELD, BROKEN] = [2, 3, 6]
const STATE_WORDS = 7

/** A node that gives what another one gave in a render before, frame by frame from the first one on. */
export class KeptUnit implements Unit {
  readonly node: EngineNode
  readonly params = new Map<string, never>()
  readonly inputChannels = {}
  readonly outputs: ReadonlyMap<string, Bus>
  readonly latency: Frames
  readonly wild = false
  lag: Frames = 0
  readonly #options: UnitOptions
  readonly #owned = new DisposableStack()
  readonly #state: number
  readonly #bus: Bus
  #wiring = new DisposableStack();

  // eslint-disable-next-line require-yield
  static *making(options: UnitOptions, kept: KeptSamples): Making {
    return new KeptUnit(options, kept)
  }

  constructor(options: UnitOptions, kept: KeptSamples) {
    const { node, kernels, rate } = options
    this.node = node
    this.#options = options
    this.latency = framesOf(node.latency ?? { frames: 0 }, rate)
    using failing = new DisposableStack()
    failing.use(this.#owned)
    const { arena } = kernels
    const { channels, frames } = kept
    const file = openSound(kept.path, this.#owned)
    this.#bus = allocateBus(arena, channels, this.#owned)
    this.outputs = new Map(Object.keys(node.outputs).map(port => [port, this.#bus]))
    const room = allocate(arena, chunkBytes(channels), this.#owned)
    const sums = allocate(arena, sumsBytes(frames), this.#owned)
    const isWhole = file !== undefined && readSums(file, kept, arena.bytes.subarray(sums))
    this.#state = allocate(arena, STATE_WORDS * 4, this.#owned)
    const id = isWhole ? file + 1 : 0
    arena.words.set([id, frames, 0, 0, room, sums, 0], this.#state >>> 2)
    if (!isWhole) this.#tell()
    failing.move()
  }

  wire(_inputs: ReadonlyMap<string, Bus>, uses: BusUses): readonly Step[] {
    this.#wiring.dispose()
    this.#wiring = new DisposableStack()
    uses.mayMove(this.#bus)
    const maker = new StepMaker(this.#options.kernels, this.#wiring, uses)
    return [maker.kept(this.#bus, this.#state)]
  }

  /** Tells of a file that is not as it was written. */
  inspect(): number {
    const { words } = this.#options.kernels.arena
    if (words[(this.#state >>> 2) + BROKEN] === 1) this.#tell()
    words[(this.#state >>> 2) + BROKEN] = 0
    return 0
  }

  reset(): void {
    const { words } = this.#options.kernels.arena
    words[(this.#state >>> 2) + DONE] = 0
    words[(this.#state >>> 2) + HELD] = 0
  }

  resetting(): Iterable<void> {
    this.reset()
    return []
  }

  [Symbol.dispose](): void {
    this.#wiring.dispose()
    this.#owned.dispose()
  }

  #tell(): void {
    const { host, node } = this.#options
    host.trouble(node.id, fail('asset-missing', 'What was kept is not as it was written.'))
  }
}

/** Whether the sums of the chunks are there, and are those that were written. */
function readSums(file: number, { channels, frames, crc }: KeptSamples, into: Uint8Array): boolean {
  const sums = new Uint8Array(sumsBytes(frames))
  try {
    const from = keptChunks(frames) * chunkBytes(channels)
    if (readSync(file, sums, 0, sums.length, from) < sums.length) return false
  } catch {
    return false
  }
  into.set(sums)
  return crc32(sums) === crc
}
