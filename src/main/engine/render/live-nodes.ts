import { fail, type Failure, type Frames, type Hertz } from '#shared/kit'
import { parseKernelGraph } from '../compile'
import type { EngineNode, EngineParam } from '../graph'
import type { Bus } from './bus'
import type { KernelModule } from './kernel-module'
import { KeptUnit } from './kept-unit'
import { KernelsUnit } from './kernels-unit'
import { NoteGate } from './note-gate'
import type { UnitOptions } from './unit-options'
import { ParamSlot } from './param-slot'
import type { SceneKey } from './scene'
import type { Gauge } from './node-wiring'
import type { ScriptRunner } from './script-runner'
import { ScriptUnit } from './script-unit'
import type { InputChannels } from './input-channels'
import type { Timeline } from './timeline'
import { finish, sameNumbers, type Making, type Pause, type Unit } from './unit'

/** Channels of a peak meter: as many as a bus can have. */
const MOST_CHANNELS = 32
/** Peaks, then the count of mended samples. */
const GAUGE_BYTES = MOST_CHANNELS * 4 + 4

export interface LiveNodesOptions {
  readonly kernels: KernelModule
  readonly scripts: ScriptRunner
  readonly timeline: Timeline
  readonly silence: Bus
  readonly onTrouble: (node: string, failure: Failure) => void
}

/** What exists of a node while it is rendered. */
interface LiveNode {
  node: EngineNode
  readonly slots: ReadonlyMap<string, ParamSlot>
  readonly gauge: Gauge
  /** By notes input. */
  readonly gates: Map<string, NoteGate>
  unit: Unit | undefined
  /** Frames by which what it works on lags behind the timeline. */
  lag: Frames
  /** Its unit was reset, and stands still since. */
  renewed: boolean
}

/** The nodes that run: their parameters, their units, their gauges. */
export class LiveNodes implements Disposable {
  readonly #options: LiveNodesOptions
  readonly #live = new Map<SceneKey, LiveNode>()
  readonly #prepared = new Map<SceneKey, LiveNode>()
  // Asked for in every block, and the same ones until nodes come or go.
  #preparing: readonly Unit[] | undefined
  #moving: readonly ParamSlot[] | undefined
  #alarms = 0

  constructor(options: LiveNodesOptions) {
    this.#options = options
  }

  get units(): Unit[] {
    return [...this.#live.values()].flatMap(({ unit }) => unit ?? [])
  }

  /** Units that want to be told before every block. */
  get preparing(): readonly Unit[] {
    this.#preparing ??= this.units.filter(unit => unit.prepare !== undefined)
    return this.#preparing
  }

  /** All parameters that may have to be filled before a block: of the thousands there are few move. */
  get moving(): readonly ParamSlot[] {
    this.#moving ??= [...this.#live.values()].flatMap(({ slots }) =>
      [...slots.values()].filter(slot => slot.active),
    )
    return this.#moving
  }

  slotsOf(key: SceneKey): ReadonlyMap<string, ParamSlot> {
    return this.#live.get(key)?.slots ?? none
  }

  unitOf(key: SceneKey): Unit | undefined {
    return this.#live.get(key)?.unit
  }

  hasNoteGates(key: SceneKey): boolean {
    return (this.#live.get(key)?.gates.size ?? 0) > 0
  }

  /** What merges the notes of an input; one that never had any has none until it is `wanted`. */
  noteGateOf(key: SceneKey, port: string, wanted: boolean): NoteGate | undefined {
    const gates = this.#live.get(key)?.gates
    const known = gates?.get(port)
    if (known !== undefined || gates === undefined || !wanted) return known
    const gate = new NoteGate(this.#options.kernels)
    gates.set(port, gate)
    return gate
  }

  gaugeOf(key: SceneKey): Gauge {
    const live = this.#live.get(key)
    if (live === undefined) throw new Error(`There is no node ${key}`)
    return live.gauge
  }

  /** From now on the node runs: as it was prepared, or from scratch. */
  put(node: EngineNode, rate: Hertz): void {
    this.drop(node.id)
    const prepared = this.#prepared.get(node.id)
    this.#prepared.delete(node.id)
    const isRight = prepared !== undefined && sameNode(prepared.node, node)
    if (prepared !== undefined && !isRight) this.#discard(prepared)
    this.#live.set(node.id, isRight ? prepared : this.#begin(node, rate))
    // What was found while it was prepared nobody was told of.
    if (isRight) this.#alarms = -1
    this.#forgetLists()
  }

  /** Makes a node and its unit for `put`, a little at a time, while nobody knows of them. */
  *prepare(node: EngineNode, inputChannels: InputChannels, rate: Hertz): Generator<Pause, Unit> {
    this.discardPrepared(node.id)
    using failing = new DisposableStack()
    const live = this.#begin(node, rate)
    failing.defer(() => this.#discard(live))
    const unit = yield* this.#making(live, inputChannels, rate)
    live.unit = unit
    failing.move()
    this.#prepared.set(node.id, live)
    return unit
  }

  /** Frees what was prepared and is not wanted any more: of one node, or all of it. */
  discardPrepared(id?: SceneKey): void {
    for (const [key, live] of this.#prepared) {
      if (id !== undefined && key !== id) continue
      this.#discard(live)
      this.#prepared.delete(key)
    }
  }

  drop(key: SceneKey): void {
    const live = this.#live.get(key)
    if (live === undefined) return
    this.#discard(live)
    this.#live.delete(key)
    this.#forgetLists()
  }

  /** From now on it runs under another key. */
  rename(from: SceneKey, to: SceneKey): void {
    const live = this.#live.get(from)
    if (live === undefined) return
    this.#live.delete(from)
    this.#live.set(to, live)
  }

  update(node: EngineNode): void {
    const live = this.#live.get(node.id)
    if (live === undefined) return
    const { dsp } = live.node
    live.node = node
    if (dsp === node.dsp || node.dsp.form !== 'script') return
    const { scripts, timeline } = this.#options
    const access = scripts.access(node, node.dsp.code, timeline.settings.sampleRate)
    live.unit?.replace?.(access, scripts.live)
  }

  dropUnit(key: SceneKey): void {
    const live = this.#live.get(key)
    live?.unit?.[Symbol.dispose]()
    this.#forgetLists()
    if (live !== undefined) live.unit = undefined
  }

  /** All memory of the units is free again. */
  dropUnits(): void {
    for (const [key, { gates }] of this.#live) {
      this.dropUnit(key)
      for (const gate of gates.values()) gate[Symbol.dispose]()
      gates.clear()
    }
  }

  /** Everything as before the first block. */
  reset(): void {
    for (const { slots, gates, unit } of this.#live.values()) {
      for (const slot of slots.values()) slot.settle()
      for (const gate of gates.values()) gate.clear()
      unit?.reset()
    }
  }

  /** The unit for so many channels a connected input; `undefined` where there is another one. */
  fitting(key: SceneKey, inputChannels: InputChannels): Unit | undefined {
    const unit = this.unitOf(key)
    return unit !== undefined && sameNumbers(unit.inputChannels, inputChannels) ? unit : undefined
  }

  /** A new unit in place of the present one. */
  make(key: SceneKey, inputChannels: InputChannels, rate: Hertz): Unit {
    const live = this.#live.get(key)
    if (live === undefined) throw new Error(`There is no node ${key}`)
    this.dropUnit(key)
    const unit = finish(this.#making(live, inputChannels, rate))
    live.unit = unit
    this.#forgetLists()
    return unit
  }

  /** Resets a unit that stands still, a little at a time, for `renew`. */
  *renewAhead(key: SceneKey): Generator<Pause, void> {
    const live = this.#live.get(key)
    const unit = live?.unit
    // What plays notes of the timeline follows it meanwhile.
    if (live === undefined || unit === undefined || unit.prepare !== undefined) return
    yield* unit.resetting()
    live.renewed = live.unit === unit
  }

  /** The unit begins anew. */
  renew(key: SceneKey): void {
    const live = this.#live.get(key)
    if (live === undefined) return
    if (!live.renewed) live.unit?.reset()
    live.renewed = false
  }

  /** What the node works on lags behind the timeline. */
  setLag(key: SceneKey, lag: Frames): void {
    const live = this.#live.get(key)
    if (live?.unit === undefined || (live.lag === lag && live.unit.lag === lag)) return
    live.lag = lag
    live.unit.lag = lag
    for (const slot of live.slots.values()) slot.lag = lag
  }

  /** Answers whether the node is later or earlier by it. */
  setParam(id: SceneKey, param: string, value: EngineParam, glide: boolean): boolean {
    const live = this.#live.get(id)
    const slot = live?.slots.get(param)
    const lags = live?.unit?.mayLag === true
    const before = lags ? live.unit?.latency : 0
    slot?.set(value, glide)
    this.#moving = undefined
    live?.unit?.follow?.()
    return lags && live.unit?.latency !== before
  }

  /** Highest sample of a node's outputs since the last call. */
  peakOf(key: SceneKey): number {
    const gauge = this.#live.get(key)?.gauge
    if (gauge === undefined) return 0
    const { floats } = this.#options.kernels.arena
    const peaks = floats.subarray(gauge.peaks >>> 2, gauge.mended >>> 2)
    let peak = 0
    for (let i = 0; i < peaks.length; i++) peak = Math.max(peak, peaks[i] ?? 0)
    peaks.fill(0)
    return peak
  }

  /** Tells of the nodes that made, or read, samples that are no sound since the last call. */
  tellOfMended(): void {
    const { kernels, onTrouble } = this.#options
    const { words } = kernels.arena
    const alarms = words[kernels.call('steps_alarms')() >>> 2] ?? 0
    if (alarms === this.#alarms) return
    this.#alarms = alarms
    for (const { node, gauge, unit } of this.#live.values()) {
      const mended = (words[gauge.mended >>> 2] ?? 0) + (unit?.inspect?.() ?? 0)
      words[gauge.mended >>> 2] = 0
      if (mended === 0) continue
      const detail = `${node.label} gave samples that are no numbers.`
      onTrouble(node.id, fail('script-output-invalid', detail))
    }
  }

  [Symbol.dispose](): void {
    for (const key of [...this.#live.keys()]) this.drop(key)
    this.discardPrepared()
  }

  #forgetLists(): void {
    this.#preparing = undefined
    this.#moving = undefined
  }

  #begin(node: EngineNode, rate: Hertz): LiveNode {
    const { kernels } = this.#options
    const slots = Object.entries(node.params).map(
      ([id, param]) => [id, new ParamSlot(kernels, rate, param)] as const,
    )
    const peaks = kernels.arena.allocate(GAUGE_BYTES)
    const gauge = { peaks, mended: peaks + MOST_CHANNELS * 4 }
    const gates = new Map<string, NoteGate>()
    return { node, slots: new Map(slots), gauge, gates, unit: undefined, lag: 0, renewed: false }
  }

  #discard({ unit, slots, gauge, gates }: LiveNode): void {
    unit?.[Symbol.dispose]()
    for (const gate of gates.values()) gate[Symbol.dispose]()
    for (const slot of slots.values()) slot[Symbol.dispose]()
    this.#options.kernels.arena.free(gauge.peaks, GAUGE_BYTES)
  }

  #making({ node, slots }: LiveNode, inputChannels: InputChannels, rate: Hertz): Making {
    const { kernels, silence, timeline, scripts, onTrouble } = this.#options
    const options: UnitOptions = {
      kernels,
      node,
      params: slots,
      inputChannels,
      rate,
      host: { trouble: onTrouble },
      silence,
      timeline,
    }
    if (node.dsp.form === 'script') {
      return ScriptUnit.making(options, scripts.access(node, node.dsp.code, rate))
    }
    if (node.dsp.form === 'kept') return KeptUnit.making(options, node.dsp.kept)
    const graph = parseKernelGraph(node.dsp, node)
    if (graph.ok) return KernelsUnit.making(options, graph.value)
    onTrouble(node.id, graph.error)
    return KernelsUnit.making(options, { stages: [], late: [], outputs: new Map() })
  }
}

const none: ReadonlyMap<string, ParamSlot> = new Map()

/** Whether one node can stand for the other: batches hand their parts on as they are. */
function sameNode(a: EngineNode, b: EngineNode): boolean {
  const parts = ['dsp', 'inputs', 'outputs', 'sounds', 'notes', 'latency'] as const
  return (
    parts.every(part => a[part] === b[part]) &&
    Object.entries(b.params).every(([param, value]) => a.params[param] === value)
  )
}
