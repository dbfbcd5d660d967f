import { fail, unreachable, type Failure, type Frames } from '#shared/kit'
import type { CableEnd, NodeId } from '#shared/graph'
import type { EngineNode, Instruction } from '../graph'
import { ArenaFullError } from './arena'
import type { Bus } from './bus'
import { DelayLines } from './delay-lines'
import { GraphState } from './graph-state'
import type { Helpers } from './helpers'
import type { InputChannels } from './input-channels'
import type { KernelModule } from './kernel-module'
import { LiveNodes, type LiveNodesOptions } from './live-nodes'
import { LoopDelays } from './loop-delays'
import { movedParams, type ParamRef } from './moved-params'
import { prepare } from './prepare'
import { crossFade, standing, type Scene, type SceneKey, type Standing } from './scene'
import { buildSchedule, type Schedule } from './schedule'
import { widened, type Pause, type Unit } from './unit'
import { Tees } from './tees'
import { Wirings } from './wirings'

export interface LiveGraphOptions extends LiveNodesOptions {
  readonly kernels: KernelModule
  /** What the outputs of the graph are summed into. */
  readonly master: Bus
  /** Address of the count of frames since the last edit. */
  readonly clock: number
  /** Where the executor's threads find their work. */
  readonly board: number
  readonly helpers: Helpers | undefined
  readonly metered: boolean
}

/** The graph as it stands, what runs of it, and what of the graph before still fades out. */
export class LiveGraph implements Disposable {
  readonly live: LiveNodes
  readonly #options: LiveGraphOptions
  readonly #owned = new DisposableStack()
  readonly #graph = new GraphState()
  readonly #loops: LoopDelays
  readonly #lines: DelayLines
  readonly #wirings: Wirings
  readonly #rings: Tees
  #taps: readonly CableEnd[] = []
  #tees: readonly CableEnd[] = []
  #schedule: Schedule | undefined
  /** Keys of what goes on only until the fade is over. */
  readonly #ghosts = new Map<NodeId, SceneKey>()
  /** Those of the ghosts whose nodes go on as well: a choice was turned. */
  readonly #switched = new Set<NodeId>()
  /** Those of them whose new unit has not taken over yet. */
  readonly #pending = new Set<NodeId>()
  /** Nodes that a batch brings: nothing of them sounds yet. */
  #brought: ReadonlySet<NodeId> = new Set()
  #ghostCount = 0
  #moved: readonly ParamRef[] | undefined
  /** Whether sound runs: what goes then fades out. */
  #running = false
  #fading = false
  /** Edits while it ran left traces that a beginning does not have: widths of inputs, latency. */
  #edited = false

  constructor(options: LiveGraphOptions) {
    const { arena } = options.kernels
    this.#options = options
    this.#loops = this.#owned.use(new LoopDelays(arena))
    this.#lines = this.#owned.use(new DelayLines(arena))
    this.#rings = this.#owned.use(new Tees(arena))
    this.live = this.#owned.use(new LiveNodes(options))
    this.#wirings = this.#owned.use(new Wirings(options))
  }

  get nodes(): ReadonlyMap<NodeId, EngineNode> {
    return this.#graph.nodes
  }

  /** The parameters that signals or automation move. */
  get movedParams(): readonly ParamRef[] {
    this.#moved ??= movedParams(this.#graph)
    return this.#moved
  }

  /** Nothing where there is no graph yet, or none that fits into memory. */
  get schedule(): Schedule | undefined {
    return this.#schedule
  }

  get latency(): Frames {
    return this.#schedule?.latency ?? 0
  }

  /** Frames until what the last edit brought arrives. */
  get lead(): Frames {
    return this.#schedule?.lead ?? 0
  }

  /** The parts of the way to what a batch will leave that can be gone ahead, a little at a time. */
  *prepare(batch: readonly Instruction[]): Generator<Pause, void> {
    try {
      yield* prepare(batch, this.#graph, this.live, this.#rate)
      if (!this.#fading) yield* this.#renewAhead(batch)
    } catch (thrown) {
      // Whoever commits the batch hears of it.
      if (!(thrown instanceof ArenaFullError)) throw thrown
    }
  }

  /**
   * Takes a batch. Answers whether what changed is to fade; where the graph needs more memory than there is, there is
   * no schedule any more.
   */
  take(batch: readonly Instruction[]): { readonly fades: boolean; readonly failure?: Failure } {
    let before: Standing | undefined
    let rewire = false
    this.#moved = undefined
    this.#brought = new Set(batch.flatMap(one => (one.op === 'put-node' ? one.node.id : [])))
    for (const instruction of batch) {
      // Parameters and notes leave the graph as it is: most batches need no copy.
      if (this.#running && (reshapes(instruction) || this.#switches(instruction))) {
        before ??= this.#graph.copy()
      }
      rewire = this.#take(instruction) || rewire
    }
    // To listen changes nothing of what is heard.
    const listens = batch.every(({ op }) => op === 'set-taps' || op === 'set-tees')
    const fades = rewire && !listens && this.#running && this.#schedule !== undefined
    const failure = this.#guarded(() => {
      if (fades) this.#fade(before ?? this.#graph.copy())
      else if (rewire || this.#schedule === undefined) this.reschedule()
    })
    this.live.discardPrepared()
    return failure === undefined ? { fades } : { fades: false, failure }
  }

  /** The graph alone, after a fade. */
  endFade(): void {
    this.#fading = false
    if (this.#ghosts.size > 0) this.#schedule?.retire()
    for (const key of this.#ghosts.values()) this.live.drop(key)
    this.#ghosts.clear()
    this.#switched.clear()
    this.#pending.clear()
  }

  /** Sound does not run any more: nothing fades, and the graph is as late as it has to be. */
  rest(): void {
    this.#running = false
    this.endFade()
  }

  /** Everything as before the first block. */
  begin(): void {
    if (this.#edited) this.reschedule()
    this.#edited = false
    this.live.reset()
    this.#loops.clear()
    this.#lines.clear()
    this.#rings.rewind()
    this.#running = true
  }

  /** No graph, as when this was made. */
  clear(): void {
    this.rest()
    this.#schedule?.[Symbol.dispose]()
    this.#schedule = undefined
    for (const id of this.#graph.nodes.keys()) this.live.drop(id)
    this.#graph.clear()
    this.#moved = undefined
    this.#wirings.clear()
    this.#loops.sweep()
    this.#lines.sweep()
    this.#rings.sweep()
    this.#taps = []
    this.#tees = []
    this.#edited = false
  }

  /** A unit made afresh. */
  renew(id: NodeId): void {
    this.endFade()
    this.#schedule?.retire()
    this.live.dropUnit(id)
    this.reschedule()
  }

  reschedule(): void {
    this.#schedule = this.#build(standing(this.#graph))
  }

  [Symbol.dispose](): void {
    this.#schedule?.[Symbol.dispose]()
    this.#owned.dispose()
  }

  /** Nodes that come back stand still until then. */
  *#renewAhead(batch: readonly Instruction[]): Generator<Pause, void> {
    for (const instruction of batch) {
      if (instruction.op !== 'set-bypassed' || instruction.bypassed) continue
      const isStill = this.#graph.nodes.get(instruction.node)?.bypassed === true
      if (isStill) yield* this.live.renewAhead(instruction.node)
    }
  }

  /** From one graph to the next, heard as a cross-fade. */
  #fade(before: Standing): void {
    this.#edited = true
    this.#fading = true
    for (;;) {
      const ghosts = this.#ghosts.size
      this.#schedule = this.#build(crossFade(before, this.#graph, this.#ghosts, this.#switched))
      // A unit that did not fit any more became a ghost: its sound is to fade out too.
      if (this.#ghosts.size === ghosts) return
    }
  }

  #guarded(build: () => void): Failure | undefined {
    try {
      build()
      return undefined
    } catch (thrown) {
      if (!(thrown instanceof ArenaFullError)) throw thrown
      this.endFade()
      this.#schedule?.retire()
      this.#schedule = undefined
      this.#wirings.clear()
      this.live.dropUnits()
      return fail('graph-too-large', 'The graph needs more memory than the engine has.')
    }
  }

  #build(scene: Scene): Schedule {
    const { kernels, board, helpers, master } = this.#options
    this.#schedule?.[Symbol.dispose]()
    // What is heard cannot come earlier while it sounds.
    const leastLatency = this.#running ? this.latency : 0
    this.#schedule = undefined
    const schedule = buildSchedule({
      kernels,
      board,
      helpers,
      scene,
      master,
      leastLatency,
      live: this.live,
      unitFor: (key, channels) => this.#unit(key, channels),
      wirings: this.#wirings,
      loops: this.#loops,
      lines: this.#lines,
      taps: this.#taps,
      tees: this.#tees,
      rings: this.#rings,
    })
    this.#loops.sweep()
    this.#lines.sweep()
    return schedule
  }

  /** The node's unit, made anew where it does not fit what is wired to it any more. */
  #unit(key: SceneKey, wanted: InputChannels): Unit {
    const present = this.live.unitOf(key)
    const channels = this.#running ? widened(present, wanted) : wanted
    const fitting = this.live.fitting(key, channels)
    if (fitting !== undefined) return this.#tookOver(key, fitting)
    const node = this.#graph.nodes.get(key)
    if (present !== undefined && node !== undefined && this.#running && !this.#ghosts.has(key)) {
      this.#haunt(key)
      this.live.put(node, this.#rate)
    }
    const unit = this.live.fitting(key, channels) ?? this.live.make(key, channels, this.#rate)
    return this.#tookOver(key, unit)
  }

  #tookOver(key: SceneKey, unit: Unit): Unit {
    if (!this.#pending.delete(key)) return unit
    const from = this.live.unitOf(this.#ghosts.get(key) ?? '')
    if (from !== undefined) unit.takeOver?.(from)
    return unit
  }

  /** Whether a choice is turned, of a node that can sound in both ways for the length of a fade. */
  #switches(instruction: Instruction): boolean {
    if (instruction.op !== 'set-param' || this.#schedule === undefined) return false
    const { node, param, value } = instruction
    const known = this.#graph.nodes.get(node)
    return (
      this.#running &&
      known?.bypassed === false &&
      !this.#brought.has(node) &&
      !value.glides &&
      value.range === undefined &&
      known.params[param]?.value !== value.value &&
      !this.#ghosts.has(node) &&
      this.live.unitOf(node)?.continues === true
    )
  }

  #switch(id: NodeId): void {
    const node = this.#graph.nodes.get(id)
    if (node === undefined) return
    this.#schedule?.retire()
    this.#haunt(id)
    this.#switched.add(id)
    this.#pending.add(id)
    this.live.put(node, this.#rate)
  }

  get #rate(): number {
    return this.#options.timeline.settings.sampleRate
  }

  /** Whether the schedule has to be built anew. */
  #take(instruction: Instruction): boolean {
    switch (instruction.op) {
      case 'set-transport':
        this.#options.timeline.settings = instruction.transport
        return false
      case 'drop-cable':
      case 'put-cable':
        return this.#graph.apply(instruction)
      case 'drop-node':
        this.#dropNode(instruction.node)
        return true
      case 'put-node':
        this.#dropNode(instruction.node.id)
        this.#graph.apply(instruction)
        this.live.put(instruction.node, this.#rate)
        return true
      case 'set-bypassed': {
        const { node, bypassed } = instruction
        if (!this.#amend(instruction)) return false
        // It stood still while it was bypassed: it begins anew.
        if (!bypassed) this.live.renew(node)
        return true
      }
      case 'set-param':
        if (this.#switches(instruction)) {
          this.#amend(instruction)
          this.#switch(instruction.node)
          return true
        }
        this.#amend(instruction)
        // Whether it makes the node later or earlier.
        return this.live.setParam(
          instruction.node,
          instruction.param,
          instruction.value,
          this.#running,
        )
      case 'replace-code':
        return !this.#amend(instruction)
      case 'set-taps':
        this.#taps = instruction.taps
        return true
      case 'set-tees':
        this.#tees = instruction.tees
        return true
      case 'set-notes':
        this.#amend(instruction)
        this.live.unitOf(instruction.node)?.setNotes?.(instruction.notes)
        return false
      default:
        return unreachable(instruction)
    }
  }

  #amend(instruction: Extract<Instruction, { node: NodeId }>): boolean {
    if (!this.#graph.apply(instruction)) return false
    const next = this.#graph.nodes.get(instruction.node)
    if (next !== undefined) this.live.update(next)
    return true
  }

  /** Takes a node away; while sound runs it goes on as a ghost until the fade is over. */
  #dropNode(id: NodeId): void {
    const known = this.#graph.nodes.has(id)
    if (known) this.#schedule?.retire()
    const fades = this.#running && this.#schedule !== undefined
    if (fades && known && !this.#ghosts.has(id)) this.#haunt(id)
    else this.live.drop(id)
    this.#graph.nodes.delete(id)
  }

  #haunt(id: NodeId): void {
    const key = `${id}~${this.#ghostCount++}`
    this.#ghosts.set(id, key)
    this.live.rename(id, key)
    this.#wirings.rename(id, key)
  }
}

function reshapes({ op }: Instruction): boolean {
  return op !== 'set-param' && op !== 'set-notes' && op !== 'set-transport'
}
