import { fail, unreachable, type Failure, type Frames } from '#shared/kit'
import type { Cable } from '#shared/graph'
import { parseKernelGraph } from '../compile'
import type { EngineNode, EngineParam, Instruction } from '../graph'
import { allocate, allocateBus, type Bus } from './bus'
import { Helpers } from './helpers'
import type { KernelModule } from './kernel-module'
import { KernelsUnit, type UnitOptions } from './kernels-unit'
import { LoopDelays } from './loop-delays'
import { ParamSlot } from './param-slot'
import { buildSchedule, type Gauge, type Schedule } from './schedule'
import type { ScriptRunner } from './script-runner'
import { ScriptUnit } from './script-unit'
import { Timeline } from './timeline'
import type { Unit } from './unit'

/** Channels of a peak meter: as many as a bus can have. */
const MOST_CHANNELS = 32
/** Peaks, then the count of mended samples. */
const GAUGE_BYTES = MOST_CHANNELS * 4 + 4
/** What the threads of the executor look at; see `executor.as.ts`. */
const BOARD_BYTES = 256

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
 * The graph as it sounds: takes batches of instructions between blocks and renders the next block into
 * `master`. Real time and offline are this same code; only the length of the blocks differs, and no sample
 * depends on that.
 */
export class Renderer implements Disposable {
  readonly master: Bus
  readonly kernels: KernelModule
  readonly #scripts: ScriptRunner
  readonly #onTrouble: (node: string, failure: Failure) => void
  readonly #silence: Bus
  readonly #out: number
  readonly #owned = new DisposableStack()
  readonly #nodes = new Map<string, EngineNode>()
  readonly #slots = new Map<string, ReadonlyMap<string, ParamSlot>>()
  readonly #cables = new Map<string, Cable>()
  readonly #units = new Map<string, Unit>()
  readonly #gauges = new Map<string, Gauge>()
  readonly #delays: LoopDelays
  readonly #timeline: Timeline
  readonly #board: number
  readonly #helpers: Helpers | undefined
  readonly #metered: boolean
  #schedule: Schedule | undefined
  #running = false

  constructor({ kernels, scripts, onTrouble, helpers = 0, metered = false }: RendererOptions) {
    this.kernels = kernels
    this.#scripts = scripts
    this.#onTrouble = onTrouble
    this.master = allocateBus(kernels.arena, 2, this.#owned)
    this.#silence = allocateBus(kernels.arena, 1, this.#owned)
    this.#delays = this.#owned.use(new LoopDelays(kernels.arena))
    this.#out = allocate(
      kernels.arena,
      this.master.channels * kernels.arena.channelBytes,
      this.#owned,
    )
    this.#timeline = new Timeline(kernels, this.#owned)
    this.#metered = metered
    // Not handed back: a helper may still look at it when all else has gone.
    this.#board = kernels.arena.allocate(BOARD_BYTES + 64)
    // Sound that plays leaves pauses, in which a helper sleeps; a render to a file leaves none.
    const patience = metered ? 2_000 : 40_000
    if (helpers > 0) {
      this.#helpers = this.#owned.use(new Helpers(kernels, this.#board, helpers, patience))
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

  get position(): Frames {
    return this.#timeline.position
  }

  get sampleRate(): number {
    return this.#timeline.settings.sampleRate
  }

  /** Until the playhead reaches the end; without end while it loops before it. */
  get framesLeft(): Frames {
    const { length, loop } = this.#timeline.settings
    const loops = loop !== undefined && this.position < loop.end
    return loops ? Number.POSITIVE_INFINITY : length - this.position
  }

  /** Nodes in the order of `levels`. */
  get layout(): readonly string[] {
    return [...this.#nodes.keys()]
  }

  /** Takes a whole batch. One that needs more memory than there is throws, and silence follows until another fits. */
  commit(batch: readonly Instruction[]): void {
    let rewire = false
    for (const instruction of batch) rewire = this.#take(instruction) || rewire
    if (rewire || this.#schedule === undefined) this.#reschedule()
  }

  /** Everything as before the first block, with the playhead there. */
  rewind(position: Frames): void {
    this.#timeline.position = position
    for (const slots of this.#slots.values()) for (const slot of slots.values()) slot.settle()
    for (const unit of this.#units.values()) unit.reset()
    this.#delays.clear()
    this.#running = true
  }

  /** The next block of 128 frames up to the longest, a multiple of 128, into `master`. */
  render(frames: Frames): void {
    this.#timeline.advance(frames)
    for (const slots of this.#slots.values()) {
      for (const slot of slots.values()) if (slot.active) slot.fill(this.#timeline.segments, frames)
    }
    for (const unit of this.#units.values()) unit.prepare?.()
    if (this.#schedule === undefined) {
      this.kernels.call('op_clear')(this.master.at, this.master.channels, 0, frames)
    } else this.#schedule.render(frames)
    this.#tellOfMended()
  }

  /** The block just rendered, interleaved; valid until the next call. */
  interleaved(frames: Frames): Float32Array {
    const { arena } = this.kernels
    this.kernels.call('op_interleave')(this.#out, this.master.at, this.master.channels, frames, 0)
    return arena.floats.subarray(this.#out >>> 2, (this.#out >>> 2) + frames * this.master.channels)
  }

  /** Highest sample of each node's outputs since the last call, in the order of `layout`. */
  levels(): Float32Array {
    const { floats } = this.kernels.arena
    const levels = new Float32Array(this.#nodes.size)
    let slot = -1
    for (const id of this.#nodes.keys()) {
      slot += 1
      const gauge = this.#gauges.get(id)
      if (gauge === undefined) continue
      const peaks = floats.subarray(gauge.peaks >>> 2, gauge.mended >>> 2)
      let peak = 0
      for (let i = 0; i < peaks.length; i++) peak = Math.max(peak, peaks[i] ?? 0)
      levels[slot] = peak
      peaks.fill(0)
    }
    return levels
  }

  /** Gives a node that is bypassed because of trouble another chance, with fresh code. */
  retry(id: string): void {
    const node = this.#nodes.get(id)
    if (node?.dsp.form === 'script') this.#scripts.forget(node.dsp.code.plugin)
    this.#dropUnit(id)
    this.#reschedule()
  }

  [Symbol.dispose](): void {
    this.#schedule?.[Symbol.dispose]()
    for (const id of [...this.#nodes.keys()]) this.#dropNode(id)
    this.#owned.dispose()
  }

  /** Whether the schedule has to be built anew. */
  #take(instruction: Instruction): boolean {
    switch (instruction.op) {
      case 'set-transport':
        this.#timeline.settings = instruction.transport
        return false
      case 'drop-cable':
        return this.#cables.delete(instruction.cable)
      case 'put-cable':
        this.#cables.set(instruction.cable.id, instruction.cable)
        return true
      case 'drop-node':
        this.#dropNode(instruction.node)
        return true
      case 'put-node':
        this.#putNode(instruction.node)
        return true
      case 'set-bypassed': {
        const node = this.#nodes.get(instruction.node)
        if (node !== undefined) {
          this.#nodes.set(node.id, { ...node, bypassed: instruction.bypassed })
        }
        return true
      }
      case 'set-param':
        this.#setParam(instruction.node, instruction.param, instruction.value)
        return false
      default:
        return unreachable(instruction)
    }
  }

  #putNode(node: EngineNode): void {
    this.#dropNode(node.id)
    this.#nodes.set(node.id, node)
    const slots = Object.entries(node.params).map(
      ([id, param]) => [id, new ParamSlot(this.kernels.arena, this.sampleRate, param)] as const,
    )
    this.#slots.set(node.id, new Map(slots))
  }

  #setParam(node: string, param: string, value: EngineParam): void {
    this.#slots.get(node)?.get(param)?.set(value, this.#running)
  }

  #dropNode(id: string): void {
    this.#dropUnit(id)
    for (const slot of this.#slots.get(id)?.values() ?? []) slot[Symbol.dispose]()
    this.#slots.delete(id)
    this.#nodes.delete(id)
    const gauge = this.#gauges.get(id)
    if (gauge !== undefined) this.kernels.arena.free(gauge.peaks, GAUGE_BYTES)
    this.#gauges.delete(id)
  }

  #dropUnit(id: string): void {
    this.#units.get(id)?.[Symbol.dispose]()
    this.#units.delete(id)
  }

  #reschedule(): void {
    this.#schedule?.[Symbol.dispose]()
    this.#schedule = undefined
    this.#schedule = buildSchedule({
      kernels: this.kernels,
      nodes: this.#nodes,
      cables: this.#cables,
      master: this.master,
      unit: (node, inputChannels) => this.#unit(node, inputChannels),
      delay: (output, channels) => this.#delays.take(output, channels),
      gauge: node => this.#gauge(node),
      board: this.#board,
      helpers: this.#helpers,
      metered: this.#metered,
    })
    this.#delays.sweep()
  }

  #tellOfMended(): void {
    const { words } = this.kernels.arena
    for (const [id, { mended }] of this.#gauges) {
      if (words[mended >>> 2] === 0) continue
      words[mended >>> 2] = 0
      const label = this.#nodes.get(id)?.label ?? id
      const detail = `${label} gave samples that are no numbers.`
      this.#onTrouble(id, fail('script-output-invalid', detail))
    }
  }

  #gauge(node: string): Gauge {
    const known = this.#gauges.get(node)
    if (known !== undefined) return known
    const peaks = this.kernels.arena.allocate(GAUGE_BYTES)
    const gauge = { peaks, mended: peaks + MOST_CHANNELS * 4 }
    this.#gauges.set(node, gauge)
    return gauge
  }

  /** The node's unit, made anew where it does not fit what is wired to it any more. */
  #unit(node: EngineNode, inputChannels: Readonly<Record<string, number>>): Unit {
    const present = this.#units.get(node.id)
    if (present !== undefined && sameNumbers(present.inputChannels, inputChannels)) return present
    this.#dropUnit(node.id)
    const unit = this.#makeUnit({
      kernels: this.kernels,
      node,
      params: this.#slots.get(node.id) ?? new Map(),
      inputChannels,
      rate: this.sampleRate,
      host: { trouble: this.#onTrouble },
      silence: this.#silence,
      timeline: this.#timeline,
    })
    this.#units.set(node.id, unit)
    return unit
  }

  #makeUnit(options: UnitOptions): Unit {
    const { node, rate } = options
    if (node.dsp.form === 'script') {
      return new ScriptUnit(options, this.#scripts.access(node, node.dsp.code, rate))
    }
    const graph = parseKernelGraph(node.dsp, node)
    if (graph.ok) return new KernelsUnit(options, graph.value)
    this.#onTrouble(node.id, graph.error)
    return new KernelsUnit(options, { stages: [], late: [], outputs: new Map() })
  }
}

function sameNumbers(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key])
}
