import type { Frames } from '#shared/kit'
import type { FlatNote } from '#shared/graph'
import { ALLOCATOR, VOICE, type KernelGraph, type KernelSource, type KernelStage } from '../compile'
import type { EngineNode, LiveEvent } from '../graph'
import { kernels as allKernels } from '../kernels'
import { bindParams, lendOutput } from './bind-params'
import { allocateBus, allocateNotes, allocateNumber, type Bus } from './bus'
import { BusUses } from './bus-uses'
import { KernelInstance, seedOf } from './kernel-instance'
import { keyOf, type Voice } from './voice-key'
import type { ParamSlot } from './param-slot'
import { noteFeedOf, type NoteFeed } from './note-feed'
import { type FeedOptions, SoundFeed } from './sound-feed'
import { longestWay } from './longest-way'
import { StepMaker, type Step, type Wiring } from './steps'
import type { TimelineView } from './timeline-view'
import { framesOf, isPlain, sameNumbers, type ReadoutPlace, type Unit } from './unit'
import type { UnitOptions } from './unit-options'

/** A node in `kernels` form: an instance a kernel, wired as its graph says; those of the voices once a voice. */
export class KernelsUnit implements Unit {
  readonly node: EngineNode
  readonly params: ReadonlyMap<string, ParamSlot>
  readonly inputChannels: Readonly<Record<string, number>>
  readonly outputs = new Map<string, Bus>()
  readonly #options: UnitOptions
  readonly #graph: KernelGraph
  /** By stage, or by stage and voice. */
  readonly #instances = new Map<string, KernelInstance>()
  readonly #soundFeeds: SoundFeed[] = []
  readonly #noteFeeds: NoteFeed[] = []
  readonly #sounds: FeedOptions['loaded'] = new Map()
  /** What is summed for an input of a stage in each voice; one after the other, like all of them. */
  readonly #voiceInputs = new Map<string, Bus>()
  /** By voiced source: the sum of its voices, for what lies outside them. */
  readonly #sums = new Map<string, Bus>()
  #allocator: KernelInstance | undefined
  readonly #owned = new DisposableStack()
  /** As long as no parameter changes. */
  #latency: number | undefined
  #wiring = new DisposableStack()

  private constructor(options: UnitOptions, graph: KernelGraph) {
    this.node = options.node
    this.params = options.params
    this.inputChannels = options.inputChannels
    this.#options = options
    this.#graph = graph
  }

  /** Makes one, kernel by kernel. */
  static *making(options: UnitOptions, graph: KernelGraph): Generator<void, KernelsUnit> {
    using failing = new DisposableStack()
    const unit = failing.use(new KernelsUnit(options, graph))
    yield* unit.#make()
    failing.move()
    return unit
  }

  *#make(): Generator<void> {
    const { voices, stages, late } = this.#graph
    for (const stage of stages) yield* this.#instantiate(stage, undefined)
    const allocator = allKernels.get(ALLOCATOR)
    if (voices !== undefined && allocator !== undefined) {
      const stage = { kernel: allocator, bindings: voices.bindings }
      this.#allocator = new KernelInstance(stage, this.#instanceOptions(ALLOCATOR, voices.count))
      for (let voice = 0; voice < voices.count; voice++) {
        for (const voiced of voices.stages) yield* this.#instantiate(voiced, voice)
      }
      this.#makeSums()
    }
    for (const stage of late) yield* this.#instantiate(stage, undefined)
    this.#makeOutputs()
    this.mayLag = [...this.#instances.values()].some(instance => instance.mayLag)
    yield
    // Before anything is wired its parameters count: they say how late it is.
    this.wire(new Map(), new BusUses())
    yield
    yield* this.resetting()
  }

  get continues(): boolean {
    return isPlain(this.node)
  }

  takeOver(from: Unit): void {
    const fits = sameNumbers(from.inputChannels, this.inputChannels)
    if (!fits || !(from instanceof KernelsUnit)) return
    for (const [key, one] of this.#instances) one.takeOver(from.#instances.get(key))
  }

  lag: Frames = 0

  seesTimeline = false

  /** Whether its latency may follow from its parameters. */
  mayLag = false

  /** Kernels are finite for whatever they may get, and sounds are looked at when they are read. */
  readonly wild = false

  /** Longest way through its kernels, with the parameters that it is heading for. */
  get latency(): number {
    this.#latency ??= this.#findLatency()
    return this.#latency
  }

  #findLatency(): number {
    if (this.node.latency !== undefined) return framesOf(this.node.latency, this.#options.rate)
    if (!this.mayLag) return 0
    const ask = [...this.params.values()].reduce<() => number>(
      (inner, slot) => () => slot.probe(inner),
      () => longestWay(this.#graph, this.#latencyOf),
    )
    return ask()
  }

  /** Of a stage; all voices are as late. */
  readonly #latencyOf = (stage: string): number =>
    (this.#instances.get(stage) ?? this.#instances.get(keyOf(stage, 0)))?.latency ?? 0

  wire(inputs: ReadonlyMap<string, Bus>, uses: BusUses): readonly Step[] {
    this.#latency = undefined
    this.#wiring.dispose()
    this.#wiring = new DisposableStack()
    this.#voiceInputs.clear()
    for (const slot of this.params.values()) slot.unwire()
    for (const feed of this.#soundFeeds) if (feed.plays) feed.see(this.#view())
    const maker = new StepMaker(this.#options.kernels, this.#wiring, uses)
    const steps: Step[] = []
    const wiring = { maker, uses, steps }
    for (const stage of this.#graph.stages) this.#wireStage(stage, undefined, inputs, wiring)
    this.#wireVoices(inputs, wiring)
    for (const stage of this.#graph.late) this.#wireStage(stage, undefined, inputs, wiring)
    for (const [port, bus] of this.outputs) {
      const buses = this.#busesOf(this.#graph.outputs.get(port) ?? [], inputs, undefined)
      if (buses.length === 1 && buses[0] === bus) continue
      if (this.node.outputs[port]?.kind !== 'notes') uses.mayMove(bus)
      steps.push(maker.sum(bus, buses))
    }
    // Only now do the flags stand in the headers: slots that move say so there.
    for (const slot of this.params.values()) slot.announce()
    return steps
  }

  /** Where there are notes to hand over. */
  prepare: (() => void) | undefined

  follow(): void {
    this.#latency = undefined
    for (const feed of this.#soundFeeds) feed.follow()
  }

  inspect(): number {
    return this.#soundFeeds.reduce((sum, feed) => sum + feed.inspect(), 0)
  }

  reset(): void {
    for (const _ of this.resetting());
  }

  *resetting(): Generator<void> {
    this.#latency = undefined
    this.#allocator?.reset()
    for (const instance of this.#instances.values()) {
      instance.reset()
      yield
    }
    for (const feed of this.#soundFeeds) yield* feed.resetting()
    for (const feed of this.#noteFeeds) {
      feed.reset()
      yield
    }
  }

  [Symbol.dispose](): void {
    this.#wiring.dispose()
    this.#owned.dispose()
  }

  #instanceOptions(key: string, channels: number) {
    const { kernels, rate } = this.#options
    const seed = seedOf(this.node.seed ?? this.node.id, key)
    return { kernels, owner: this.#owned, rate, channels, seed }
  }

  *#instantiate(stage: KernelStage, voice: Voice): Generator<void> {
    const key = keyOf(stage.key, voice)
    const sound = SoundFeed.soundOf(this.node, stage)
    if (sound === undefined && stage.kernel.needsSound === true) return
    const feed =
      sound &&
      new SoundFeed(stage, sound, {
        ...this.#options,
        owner: this.#owned,
        loaded: this.#sounds,
      })
    const instance = new KernelInstance(stage, {
      ...this.#instanceOptions(key, this.#channelsOf(stage, voice)),
      ...(feed?.size && { sound: feed.size }),
      // Voices run one after the other, a quantum each, and are done with it then.
      room: this.#instances.get(keyOf(stage.key, 0))?.outputs,
    })
    if (feed !== undefined) {
      yield* feed.attach(instance)
      this.#soundFeeds.push(feed)
    }
    const notes = noteFeedOf(stage, instance, this.#options)
    if (notes !== undefined) {
      this.#noteFeeds.push(notes)
      this.prepare = () => this.#noteFeeds.forEach(one => one.prepare(this.lag))
    }
    this.#instances.set(key, instance)
    yield
  }

  setNotes(notes: readonly FlatNote[]): void {
    for (const feed of this.#noteFeeds) feed.set(notes)
  }

  play(events: readonly LiveEvent[]): void {
    for (const feed of this.#noteFeeds) events.forEach(event => feed.play(event))
  }

  /** Of a kernel that exists once a voice: that of the first. */
  readout(kernel: string, name: string): ReadoutPlace | undefined {
    return (this.#instances.get(kernel) ?? this.#instances.get(keyOf(kernel, 0)))?.readout(name)
  }

  /** Channels that a kernel works on: its output's own number, else those of what comes in or is played. */
  #channelsOf(stage: KernelStage, voice: Voice): number {
    const specs = Object.values(stage.kernel.outputs).map(port => port.channels)
    if (specs.includes('asset')) return SoundFeed.soundOf(this.node, stage)?.channels ?? 1
    const fixed = specs.filter(channels => typeof channels === 'number')
    if (fixed.length > 0 && !specs.includes('input')) return Math.max(...fixed)
    return Math.max(1, ...stage.sources.flat().map(source => this.#widthOf(source, voice)))
  }

  #widthOf(source: KernelSource, voice: Voice): number {
    if (source.kernel === undefined) return this.inputChannels[source.port] ?? 0
    return this.#kernelBus(source, voice)?.channels ?? 1
  }

  #makeSums(): void {
    const { voices, late, outputs } = this.#graph
    const voiced = new Set(voices?.stages.map(({ key }) => key))
    const outside = [
      ...late.flatMap(({ sources }) => sources.flat()),
      ...[...outputs.values()].flat(),
    ]
    for (const source of outside) {
      const key = `${source.kernel}.${source.port}`
      if (!voiced.has(source.kernel ?? '') || this.#sums.has(key)) continue
      const width = this.#instances.get(keyOf(source.kernel ?? '', 0))?.outputs.get(source.port)
      const bus = allocateBus(this.#options.kernels.arena, width?.channels ?? 1, this.#owned)
      this.#sums.set(key, bus)
    }
  }

  /** An output that one kernel alone feeds is that kernel's bus; any other gets a bus for the sum. */
  #makeOutputs(): void {
    for (const [port, sources] of this.#graph.outputs) {
      const [only] = sources
      const own = only && sources.length === 1 ? this.#kernelBus(only, undefined) : undefined
      const width = Math.max(1, ...sources.map(source => this.#widthOf(source, undefined)))
      const { arena } = this.#options.kernels
      const isNotes = this.node.outputs[port]?.kind === 'notes'
      const made = () =>
        isNotes ? allocateNotes(arena, this.#owned) : allocateBus(arena, width, this.#owned)
      this.outputs.set(port, own ?? made())
    }
  }

  /** The bus of a kernel's output, as it is seen from a voice or from outside them. */
  #kernelBus({ kernel, port }: KernelSource, voice: Voice): Bus | undefined {
    if (kernel === undefined) return undefined
    if (voice !== undefined) {
      if (kernel === VOICE) return this.#voiceBus(port, voice)
      const own = this.#instances.get(keyOf(kernel, voice))
      if (own !== undefined) return own.outputs.get(port)
    }
    return this.#sums.get(`${kernel}.${port}`) ?? this.#instances.get(kernel)?.outputs.get(port)
  }

  #voiceBus(signal: string, voice: number): Bus | undefined {
    const all = this.#allocator?.outputs.get(signal)
    return all && { at: all.at + voice * this.#options.kernels.arena.channelBytes, channels: 1 }
  }

  #busesOf(
    sources: readonly KernelSource[],
    inputs: ReadonlyMap<string, Bus>,
    voice: Voice,
  ): Bus[] {
    return sources.flatMap(
      source =>
        (source.kernel === undefined ? inputs.get(source.port) : this.#kernelBus(source, voice)) ??
        [],
    )
  }

  #wireStage(
    stage: KernelStage,
    voice: Voice,
    inputs: ReadonlyMap<string, Bus>,
    { maker, uses, steps }: Wiring,
  ): void {
    const instance = this.#instances.get(keyOf(stage.key, voice))
    if (instance === undefined) return
    const buses = stage.sources.map((sources, index) => {
      const place = voice === undefined ? undefined : `${stage.key}.${index}`
      return this.#input(this.#busesOf(sources, inputs, voice), { maker, uses, steps }, place)
    })
    buses.forEach((bus, index) => instance.readFrom(index, bus, uses))
    const lends = voice === undefined && lendOutput(instance, this.params, uses, this.#wiring)
    const signals = this.#bind(instance, inputs, voice, uses)
    const outputs = [...instance.outputs.values()]
    // A voice that is silent writes nothing: what it wrote must stay its own.
    if (voice === undefined && !lends) instance.letMove(uses)
    steps.push(maker.kernel(stage.kernel.id, instance.self, buses, outputs, signals))
  }

  #wireVoices(inputs: ReadonlyMap<string, Bus>, { maker, uses, steps }: Wiring): void {
    const { voices } = this.#graph
    const allocator = this.#allocator
    if (voices === undefined || allocator === undefined) return
    const notes = inputs.get(voices.input) ?? { at: this.#options.silence.at, channels: 0 }
    allocator.readFrom(0, notes, uses)
    const signals = this.#bind(allocator, inputs, undefined, uses)
    for (const bus of this.#sums.values()) uses.mayMove(bus)
    const lists = Array.from({ length: voices.count }, (_, voice) => {
      const list: Step[] = []
      const wiring = { maker, uses, steps: list }
      for (const stage of voices.stages) this.#wireStage(stage, voice, inputs, wiring)
      for (const [source, into] of this.#sums) {
        const [kernel = '', port = ''] = source.split('.')
        const from = this.#instances.get(keyOf(kernel, voice))?.outputs.get(port)
        if (from !== undefined) list.push(maker.add(into, from))
      }
      return list
    })
    const { kernels } = this.#options
    steps.push(
      maker.voices({
        allocator: maker.kernel(ALLOCATOR, allocator.self, [], [], signals),
        active: kernels.call(`${ALLOCATOR}_active`)(allocator.self),
        sums: [...this.#sums.values()],
        lists,
      }),
    )
  }

  /** The one bus that a kernel's input reads; where several feed it, their sum. In all voices it lies at the same place. */
  #input(buses: readonly Bus[], { maker, uses, steps }: Wiring, place?: string): Bus {
    const [only] = buses
    if (only === undefined) return { at: this.#options.silence.at, channels: 0 }
    if (buses.length === 1) return only
    const known = place === undefined ? undefined : this.#voiceInputs.get(place)
    const into = known ?? this.#makeInput(buses, uses)
    if (place !== undefined) this.#voiceInputs.set(place, into)
    steps.push(maker.sum(into, buses))
    return into
  }

  #makeInput(buses: readonly Bus[], uses: BusUses): Bus {
    const width = Math.max(...buses.map(bus => bus.channels))
    const into = allocateBus(this.#options.kernels.arena, width, this.#wiring)
    uses.mayMove(into)
    return into
  }

  #bind(
    instance: KernelInstance,
    inputs: ReadonlyMap<string, Bus>,
    voice: Voice,
    uses: BusUses,
  ): Bus[] {
    return bindParams(instance, {
      inputs,
      uses,
      params: this.params,
      voice: signal => (voice === undefined ? undefined : this.#voiceBus(signal, voice)),
      timeline: () => this.#view(),
      constant: value => allocateNumber(this.#options.kernels.arena, value, this.#wiring),
    })
  }

  /** The timeline as it was when what comes in began: it lags behind by so much. */
  #view(): TimelineView {
    this.seesTimeline = true
    return this.#options.timeline.view(this.lag, this.#wiring)
  }
}
