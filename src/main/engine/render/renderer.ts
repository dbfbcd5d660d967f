import { fail, unreachable, type Failure, type Frames } from '#shared/kit'
import type { CableEnd } from '#shared/graph'
import type { EngineNode, Instruction, LiveEvent } from '../graph'
import { ArenaFullError, throwIfFull } from './arena'
import { allocate, allocateBus, type Bus } from './bus'
import { DelayLines } from './delay-lines'
import { GraphState } from './graph-state'
import { BOARD_BYTES, Helpers } from './helpers'
import type { KernelModule } from './kernel-module'
import { LiveNodes } from './live-nodes'
import { LoopDelays } from './loop-delays'
import {
  crossFade,
  FADE,
  LONG_BEFORE,
  standing,
  type Scene,
  type SceneKey,
  type Standing,
} from './scene'
import { buildSchedule, type Schedule, type Tap } from './schedule'
import type { ScriptRunner } from './script-runner'
import { Timeline } from './timeline'
import { Transport } from './transport'
import type { Unit } from './unit'

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
  readonly #board: number
  readonly #owned = new DisposableStack()
  readonly #timeline: Timeline
  /** The playhead of what is heard: behind the timeline by the latency of the graph. */
  readonly heard = new Transport({ sampleRate: 48_000, length: 0 })
  readonly #live: LiveNodes
  readonly #loops: LoopDelays
  readonly #lines: DelayLines
  readonly #helpers: Helpers | undefined
  readonly #metered: boolean
  /** Hears of every block, of those too that are rendered ahead and not heard: the taps hold it then. */
  onBlock: ((frames: Frames) => void) | undefined
  readonly #graph = new GraphState()
  #taps: readonly CableEnd[] = []
  #schedule: Schedule | undefined
  /** Keys of what goes on only until the fade is over. */
  #ghosts = new Map<string, SceneKey>()
  #ghostCount = 0
  #fading = false
  /** Edits while it ran left traces that a beginning does not have: widths of inputs, latency. */
  #edited = false
  #running = false
  readonly #waiting: { batch: readonly Instruction[]; done: (failure?: Failure) => void }[] = []

  constructor({ kernels, scripts, onTrouble, helpers = 0, metered = false }: RendererOptions) {
    this.kernels = kernels
    this.#scripts = scripts
    this.#metered = metered
    const { arena } = kernels
    this.#master = allocateBus(arena, 2, this.#owned)
    const silence = allocateBus(arena, 1, this.#owned)
    this.#out = allocate(arena, this.#master.channels * arena.channelBytes, this.#owned)
    this.#clock = allocate(arena, 16, this.#owned)
    this.#timeline = new Timeline(kernels)
    this.#loops = this.#owned.use(new LoopDelays(arena))
    this.#lines = this.#owned.use(new DelayLines(arena))
    const parts = { kernels, scripts, onTrouble, silence, timeline: this.#timeline }
    this.#live = this.#owned.use(new LiveNodes(parts))
    // Not handed back: a helper may still look at it when all else has gone.
    this.#board = arena.allocate(BOARD_BYTES)
    if (helpers > 0) {
      this.#helpers = this.#owned.use(new Helpers(kernels, this.#board, helpers, metered))
    }
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
    return this.#schedule?.latency ?? 0
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
   * Takes a whole batch, at once or when the fade of the one before is over: `done` hears of it, and of what failed.
   * Where a batch needs more memory than there is, silence follows until another fits.
   */
  commit(batch: readonly Instruction[], done: (failure?: Failure) => void = throwIfFull): void {
    if (this.#fading && this.#running) this.#waiting.push({ batch, done })
    else done(this.#commit(batch))
  }

  /** Everything as before the first block, with the playhead there; where it `stands`, it stays there. */
  rewind(position: Frames, stands = false): void {
    this.#running = false
    this.#endFade()
    this.#takeWaiting()
    if (this.#edited) this.#reschedule(standing(this.#graph))
    this.#edited = false
    this.#timeline.stands = stands
    this.heard.stands = stands
    this.#timeline.jump(position)
    this.heard.settings = this.#timeline.settings
    this.heard.position = position
    this.#live.reset()
    this.#loops.clear()
    this.#lines.clear()
    this.#running = true
    this.#catchUp(this.#schedule?.latency ?? 0)
  }

  /** Notes that are played by hand, to be heard from the next block on. */
  play(events: readonly LiveEvent[]): void {
    this.#live.play(events)
  }

  /** The next block of 128 frames up to the longest, a multiple of 128. */
  render(frames: Frames): void {
    let done = 0
    while (done < frames) {
      // Where a fade ends the graph changes, whatever the blocks are.
      const clock = this.kernels.arena.words[this.#clock >>> 2] ?? 0
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
    this.#live.tellOfMended()
  }

  /** The block just rendered, interleaved; valid until the next call. */
  interleaved(frames: Frames): Float32Array {
    const first = this.#out >>> 2
    return this.kernels.arena.floats.subarray(first, first + frames * this.#master.channels)
  }

  /** A tap's sound in the block just rendered, planar; undefined where there is no such output. */
  tap(index: number): Tap | undefined {
    return this.#schedule?.taps[index]
  }

  /** The same interleaved, while `onBlock` is called; undefined where it is wider than stereo as well. */
  tapped(index: number, frames: Frames): Float32Array | undefined {
    const bus = this.tap(index)?.bus
    if (bus === undefined || bus.channels > this.#master.channels) return undefined
    this.kernels.call('op_interleave')(this.#out, bus.at, bus.channels, frames, 0)
    return this.interleaved(frames).subarray(0, frames * bus.channels)
  }

  /** Highest sample of each node's outputs since the last call, in the order of `layout`. */
  levels(): Float32Array {
    return Float32Array.from(this.#graph.nodes.keys(), id => this.#live.peakOf(id))
  }

  /** Gives a node that is bypassed because of trouble another chance, with fresh code. */
  retry(id: string): void {
    const node = this.#graph.nodes.get(id)
    if (node?.dsp.form === 'script') this.#scripts.forget(node.dsp.code.plugin)
    this.#endFade()
    this.#schedule?.retire()
    this.#live.dropUnit(id)
    this.#reschedule(standing(this.#graph))
  }

  [Symbol.dispose](): void {
    this.#schedule?.[Symbol.dispose]()
    this.#owned.dispose()
  }

  #commit(batch: readonly Instruction[]): Failure | undefined {
    const before = this.#graph.copy()
    let rewire = false
    for (const instruction of batch) rewire = this.#take(instruction) || rewire
    if (!rewire && this.#schedule !== undefined) return undefined
    try {
      if (this.#running && this.#schedule !== undefined) this.#fade(before)
      else this.#reschedule(standing(this.#graph))
      return undefined
    } catch (thrown) {
      if (!(thrown instanceof ArenaFullError)) throw thrown
      this.#endFade()
      this.#schedule?.retire()
      this.#schedule = undefined
      this.#live.dropUnits()
      return fail('graph-too-large', 'The graph needs more memory than the engine has.')
    }
  }

  /** From one graph to the next, heard as a cross-fade. */
  #fade(before: Standing): void {
    this.kernels.arena.words[this.#clock >>> 2] = 0
    this.#fading = true
    this.#edited = true
    const latency = this.#schedule?.latency ?? 0
    for (;;) {
      const ghosts = this.#ghosts.size
      this.#reschedule(crossFade(before, this.#graph, this.#ghosts))
      // A unit that did not fit any more became a ghost: its sound is to fade out too.
      if (this.#ghosts.size === ghosts) break
    }
    // Nothing fades while nobody listens.
    this.kernels.arena.words[this.#clock >>> 2] = LONG_BEFORE
    this.#catchUp((this.#schedule?.latency ?? 0) - latency)
    this.kernels.arena.words[this.#clock >>> 2] = 0
  }

  #advanceFade(clock: Frames): void {
    this.kernels.arena.words[this.#clock >>> 2] = clock
    if (clock < FADE) return
    this.#endFade()
    this.#reschedule(standing(this.#graph))
    this.#takeWaiting()
  }

  #endFade(): void {
    if (this.#ghosts.size > 0) this.#schedule?.retire()
    for (const key of this.#ghosts.values()) this.#live.drop(key)
    this.#ghosts.clear()
    this.#fading = false
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
    this.#timeline.advance(frames)
    for (const slot of this.#live.slots) {
      if (slot.active) slot.fill(this.#timeline.segmentsBehind(slot.lag), frames)
    }
    for (const unit of this.#live.preparing) unit.prepare?.()
    if (this.#schedule !== undefined) this.#schedule.render(frames)
    else this.kernels.call('op_clear')(this.#master.at, this.#master.channels, 0, frames)
    this.onBlock?.(frames)
  }

  /** Whether the schedule has to be built anew. */
  #take(instruction: Instruction): boolean {
    switch (instruction.op) {
      case 'set-transport':
        this.#timeline.settings = instruction.transport
        return false
      case 'drop-cable':
        return this.#graph.cables.delete(instruction.cable)
      case 'put-cable':
        this.#graph.cables.set(instruction.cable.id, instruction.cable)
        return true
      case 'drop-node':
        this.#dropNode(instruction.node)
        return true
      case 'put-node':
        this.#dropNode(instruction.node.id)
        this.#graph.nodes.set(instruction.node.id, instruction.node)
        this.#live.put(instruction.node, this.sampleRate)
        return true
      case 'set-bypassed':
        return this.#setBypassed(instruction.node, instruction.bypassed)
      case 'set-param':
        return this.#setParam(instruction)
      case 'set-taps':
        this.#taps = instruction.taps
        return true
      case 'set-notes':
        this.#amend(instruction.node, { notes: instruction.notes })
        this.#live.unitOf(instruction.node)?.setNotes?.(instruction.notes)
        return false
      default:
        return unreachable(instruction)
    }
  }

  #amend(id: string, change: Partial<EngineNode>): boolean {
    const next = this.#graph.amend(id, change)
    if (next !== undefined) this.#live.update(next)
    return next !== undefined
  }

  /** Whether it makes the node later or earlier. */
  #setParam({ node, param, value }: Extract<Instruction, { op: 'set-param' }>): boolean {
    this.#amend(node, { params: { ...this.#graph.nodes.get(node)?.params, [param]: value } })
    return this.#live.setParam(node, param, value, this.#running)
  }

  #setBypassed(id: string, bypassed: boolean): boolean {
    if (!this.#amend(id, { bypassed })) return false
    // It stood still while it was bypassed: it begins anew.
    if (!bypassed) this.#live.unitOf(id)?.reset()
    return true
  }

  /** Takes a node away; while sound runs it goes on as a ghost until the fade is over. */
  #dropNode(id: string): void {
    if (this.#graph.nodes.has(id)) this.#schedule?.retire()
    const fades = this.#running && this.#schedule !== undefined
    if (fades && this.#graph.nodes.has(id) && !this.#ghosts.has(id)) this.#haunt(id)
    else this.#live.drop(id)
    this.#graph.nodes.delete(id)
  }

  #haunt(id: string): SceneKey {
    const key = `${id}~${this.#ghostCount++}`
    this.#ghosts.set(id, key)
    this.#live.rename(id, key)
    return key
  }

  #reschedule(scene: Scene): void {
    this.#schedule?.[Symbol.dispose]()
    const leastLatency = this.#running ? (this.#schedule?.latency ?? 0) : 0
    this.#schedule = undefined
    this.#schedule = buildSchedule({
      kernels: this.kernels,
      board: this.#board,
      helpers: this.#helpers,
      scene,
      master: this.#master,
      clock: this.#clock,
      leastLatency,
      unit: (key, channels) => this.#unit(key, channels),
      slots: key => this.#live.slotsOf(key),
      gauge: key => this.#live.gaugeOf(key),
      noteGate: (key, port, wanted) => this.#live.noteGateOf(key, port, wanted),
      loops: this.#loops,
      lines: this.#lines,
      metered: this.#metered,
      taps: this.#taps,
    })
    this.#loops.sweep()
    this.#lines.sweep()
  }

  /** The node's unit, made anew where it does not fit what is wired to it any more. */
  #unit(key: SceneKey, wanted: Readonly<Record<string, number>>): Unit {
    const present = this.#live.unitOf(key)
    // An input that lost its cables keeps its width while sound runs: no tail is cut off for that.
    const channels = this.#running ? { ...present?.inputChannels, ...wanted } : wanted
    const fitting = this.#live.fitting(key, channels)
    if (fitting !== undefined) return fitting
    const node = this.#graph.nodes.get(key)
    if (present !== undefined && node !== undefined && this.#running && !this.#ghosts.has(key)) {
      this.#haunt(key)
      this.#live.put(node, this.sampleRate)
    }
    return this.#live.make(key, channels, this.sampleRate)
  }
}
