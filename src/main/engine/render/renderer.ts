import { QUANTUM, type Failure, type Frames } from '#shared/kit'
import type { Instruction, LiveEvent } from '../graph'
import { throwIfFull } from './arena'
import { allocate, allocateBus, type Bus } from './bus'
import { BOARD_BYTES, Helpers } from './helpers'
import type { KernelModule } from './kernel-module'
import { LiveGraph } from './live-graph'
import { FADE, LONG_BEFORE } from './scene'
import type { Tap } from './schedule'
import type { ParamRef } from './moved-params'
import type { ScriptRunner } from './script-runner'
import type { Tee } from './tees'
import { Timeline } from './timeline'
import { Transport } from './transport'
import type { Pause, ReadoutPlace } from './unit'

export interface RendererOptions {
  readonly kernels: KernelModule
  readonly scripts: ScriptRunner
  readonly onTrouble: (node: string, failure: Failure) => void
  /** Threads that render beside this one; none where it is left out. */
  readonly helpers?: number
  /** Whether `levels` is asked for. */
  readonly metered?: boolean
}

/**
 * The graph as it sounds: takes batches of instructions between blocks and renders the next block. Real time and
 * offline are this same code; only the length of the blocks differs, and no sample depends on that.
 *
 * While it runs, an edit fades in over 512 frames, in which what it took away goes on. An edit in the middle of
 * another's fade waits for its end.
 */
export class Renderer implements Disposable {
  readonly kernels: KernelModule
  readonly #scripts: ScriptRunner
  readonly #master: Bus
  readonly #out: number
  readonly #clock: number
  readonly #owned = new DisposableStack()
  readonly #timeline: Timeline
  /** The playhead of what is heard: behind the timeline by the latency of the graph. */
  readonly heard = new Transport({ sampleRate: 48_000, length: 0 })
  readonly #graph: LiveGraph
  readonly #helpers: Helpers | undefined
  /** Hears of every block, of those too that are rendered ahead and not heard. */
  onBlock: (() => void) | undefined
  #fading = false
  /** Of the block just rendered, its last frame. */
  #last: Frames = 0
  readonly #waiting: { batch: readonly Instruction[]; done: (failure?: Failure) => void }[] = []

  constructor({ kernels, scripts, onTrouble, helpers = 0, metered = false }: RendererOptions) {
    this.kernels = kernels
    this.#scripts = scripts
    const { arena } = kernels
    const owned = this.#owned
    this.#master = allocateBus(arena, 2, owned)
    const silence = allocateBus(arena, 1, owned)
    this.#out = allocate(arena, this.#master.channels * arena.channelBytes, owned)
    this.#clock = allocate(arena, 16, owned)
    this.#timeline = new Timeline(kernels)
    // Not handed back: a helper may still look at it when all else has gone.
    const board = arena.allocate(BOARD_BYTES)
    if (helpers > 0) this.#helpers = owned.use(new Helpers(kernels, board, helpers, metered))
    this.#graph = owned.use(
      new LiveGraph({
        kernels,
        scripts,
        onTrouble,
        silence,
        timeline: this.#timeline,
        master: this.#master,
        clock: this.#clock,
        board,
        helpers: this.#helpers,
        metered,
      }),
    )
  }

  /** When all threads are there; rendering need not wait for them. */
  get ready(): Promise<void> {
    return this.#helpers?.ready ?? Promise.resolve()
  }

  /** Most frames of a block. */
  get block(): Frames {
    return this.kernels.arena.block
  }

  /** Frames by which what is heard lags behind the timeline. */
  get latency(): Frames {
    return this.#graph.latency
  }

  /** Of each node that lags, by how much. */
  get latencies(): Readonly<Record<string, Frames>> {
    return Object.fromEntries(
      [...this.#graph.nodes.keys()].flatMap(id => {
        const latency = this.#graph.live.unitOf(id)?.latency ?? 0
        return latency === 0 ? [] : [[id, latency] as const]
      }),
    )
  }

  /** Of the next block that is heard, on the timeline. */
  get position(): Frames {
    return this.heard.position
  }

  get sampleRate(): number {
    return this.#timeline.settings.sampleRate
  }

  /** Nodes in the order of `levels`. */
  get layout(): readonly string[] {
    return [...this.#graph.nodes.keys()]
  }

  /**
   * Makes ahead what a batch will need, in steps of a few milliseconds at most between which blocks can be rendered:
   * its `commit` then takes no longer than the wiring. Only for the next batch, after all before it were taken.
   */
  prepare(batch: readonly Instruction[]): Generator<Pause, void> {
    return this.#graph.prepare(batch)
  }

  /**
   * Takes a whole batch, at once or when the fade of the one before is over: `done` hears of it, and of what failed.
   * Where a batch needs more memory than there is, silence follows until another fits.
   */
  commit(batch: readonly Instruction[], done: (failure?: Failure) => void = throwIfFull): void {
    if (this.#fading) this.#waiting.push({ batch, done })
    else done(this.#commit(batch))
  }

  /** No graph, as when this was made, but with threads that are awake and memory that was touched before. */
  clear(): void {
    this.#fading = false
    this.#waiting.length = 0
    this.#graph.clear()
  }

  /** Nothing sounds any more: what fades is over, and edits are taken at once until it goes on by a `rewind`. */
  rest(): void {
    this.#graph.rest()
    this.#fading = false
    this.#takeWaiting()
  }

  /** Everything as before the first block, with the playhead there; where it `stands`, it stays there. */
  rewind(position: Frames, stands = false): void {
    this.rest()
    this.#timeline.stands = stands
    this.heard.stands = stands
    this.#timeline.jump(position)
    this.heard.settings = this.#timeline.settings
    this.heard.position = position
    this.#graph.begin()
    this.#catchUp(this.latency)
  }

  /** Notes that are played by hand, to be heard from the next block on. */
  play(events: readonly LiveEvent[]): void {
    for (const unit of this.#graph.live.units) unit.play?.(events)
  }

  /** The next block of 128 frames up to the longest, a multiple of 128. */
  render(frames: Frames): void {
    let done = 0
    while (done < frames) {
      // Where a fade ends the graph changes, whatever the blocks are.
      // It may lie before 0.
      const clock = (this.kernels.arena.words[this.#clock >>> 2] ?? 0) | 0
      const part = this.#fading ? Math.min(frames - done, FADE - clock) : frames - done
      this.#render(part)
      const { at, channels } = this.#master
      const to = this.#out + done * channels * 4
      this.kernels.call('op_interleave')(to, at, channels, part, 0)
      done += part
      if (this.#fading) this.#advanceFade(clock + part)
    }
    this.heard.settings = this.#timeline.settings
    this.heard.advance(frames)
    this.#graph.live.tellOfMended()
  }

  /** The block just rendered, interleaved; valid until the next call. */
  interleaved(frames: Frames): Float32Array {
    const first = this.#out >>> 2
    return this.kernels.arena.floats.subarray(first, first + frames * this.#master.channels)
  }

  /** A tap's sound in the block just rendered, planar; undefined where there is no such output. */
  tap(index: number): Tap | undefined {
    return this.#graph.schedule?.taps[index]
  }

  /** A tap's stereo sound in the block just rendered, interleaved, in place of what is heard; until the next call. */
  tapped(index: number, frames: Frames): Float32Array {
    const bus = this.tap(index)?.bus
    if (bus?.channels !== this.#master.channels) return this.interleaved(frames).fill(0)
    this.kernels.call('op_interleave')(this.#out, bus.at, bus.channels, frames, 0)
    return this.interleaved(frames)
  }

  /** Where an output is found that is written down; undefined where there is none. */
  tee(index: number): Tee | undefined {
    return this.#graph.schedule?.tees[index]
  }

  /** Parameters that are on their way, in the order in which `levels` has their values after the nodes. */
  get movedParams(): readonly ParamRef[] {
    return this.#graph.movedParams
  }

  /**
   * Highest sample of each node's outputs since the last call, in the order of `layout`; then the values of
   * `movedParams` at the end of the last block.
   */
  levels(): Float32Array {
    const { nodes, live, movedParams } = this.#graph
    const levels = new Float32Array(nodes.size + movedParams.length)
    let slot = 0
    for (const id of nodes.keys()) levels[slot++] = live.peakOf(id)
    for (const { node, param } of movedParams) {
      levels[slot++] = live.slotsOf(node).get(param)?.valueAt(this.#last) ?? 0
    }
    return levels
  }

  /** What a kernel of a node measures; undefined where there is none. */
  readout(node: string, kernel: string, name: string): ReadoutPlace | undefined {
    return this.#graph.live.unitOf(node)?.readout?.(kernel, name)
  }

  /** Gives a node that is bypassed because of trouble another chance, with fresh code. */
  retry(id: string): void {
    const node = this.#graph.nodes.get(id)
    if (node?.dsp.form === 'script') this.#scripts.forget(node.dsp.code.plugin)
    this.#graph.renew(id)
    this.#fading = false
    this.#takeWaiting()
  }

  [Symbol.dispose](): void {
    this.#owned.dispose()
  }

  #commit(batch: readonly Instruction[]): Failure | undefined {
    const { latency } = this
    const { fades, failure } = this.#graph.take(batch)
    this.#fading = fades
    if (!fades) return failure
    // Nothing fades while nobody listens.
    this.#setClock(LONG_BEFORE)
    const caughtUp = this.latency - latency
    this.#catchUp(caughtUp)
    // What was there goes on alone until what comes is there, too.
    const lead = Math.max(0, this.#graph.lead - caughtUp)
    this.#setClock(-Math.ceil(lead / QUANTUM) * QUANTUM)
    return failure
  }

  #setClock(frames: Frames): void {
    this.kernels.arena.words[this.#clock >>> 2] = frames
  }

  #advanceFade(clock: Frames): void {
    this.#setClock(clock)
    if (clock < FADE) return
    this.#graph.endFade()
    this.#fading = false
    this.#graph.reschedule()
    this.#takeWaiting()
  }

  #takeWaiting(): void {
    while (this.#waiting.length > 0 && !this.#fading) {
      const next = this.#waiting.shift()
      next?.done(this.#commit(next.batch))
    }
  }

  /** Goes on without being heard, so that what waits for nothing has filled what waits. */
  #catchUp(frames: Frames): void {
    for (let left = frames; left > 0; left -= this.block) this.#render(Math.min(left, this.block))
  }

  #render(frames: Frames): void {
    const { live, schedule } = this.#graph
    this.#timeline.advance(frames)
    for (const slot of live.moving) {
      if (slot.active) slot.fill(this.#timeline.segmentsBehind(slot.lag), frames)
    }
    for (const unit of live.preparing) unit.prepare?.()
    if (schedule !== undefined) schedule.render(frames)
    else this.kernels.call('op_clear')(this.#master.at, this.#master.channels, 0, frames)
    this.#last = frames - 1
    this.onBlock?.()
  }
}
