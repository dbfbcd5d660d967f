import type { Socket } from 'node:net'
import { Emitter, QUANTUM, type Failure, type Frames } from '#shared/kit'
import {
  decodeAudioBlock,
  type AudioBlock,
  type AudioRequest,
  type EngineEvent,
  type TransportState,
} from '#shared/contract'
import { outerOf, type TransportSettings } from '#shared/graph'
import { StackMaps, type Log } from '../../kit'
import { diffGraphs, playheadAfter, type EngineGraph } from '../graph'
import type { EngineFigures, EngineReply, PageGreeting, PlacedLook, PlayedEvent } from '../protocol'
import type { ScriptEvent } from '../render'
import { EngineProcess, type EngineExit } from './engine-process'
import { sizeProblem } from './graph-size'
import { LifeSigns } from './life-signs'
import { Troubles } from './troubles'

/** So many ends in a row, with no plugin to blame and no block in between, and it is left down. */
const MOST_FAILURES = 3
/** Blocks that are made ahead at most, ten seconds: a page that asks for more is not listening. */
const MOST_OWED = 4096

/**
 * The engine that plays, as the shell sees it: one process that sounds and a spare one that waits, so that a
 * replacement is there at once. It keeps what a new process must be told: the graph, the playhead, and what
 * was asked for and not answered yet.
 */
export class RealTimeEngine implements AsyncDisposable {
  readonly events = new Emitter<EngineEvent>()
  /** All that is made for listeners. */
  readonly blocks = new Emitter<Uint8Array<ArrayBuffer>>()
  /** Those of them that `pull` asked for; pages that were handed over have theirs already. */
  readonly pulled = new Emitter<Uint8Array<ArrayBuffer>>()
  readonly transport = new Emitter<TransportState>()
  /** Another process goes on where one died, while sound runs: of what was played by hand it knows nothing. */
  readonly renewed = new Emitter<void>()
  /** What became of plugins' code: deaths, replacements. */
  readonly scripts = new Emitter<ScriptEvent>()
  /** What went wrong with nodes while they ran, as their authors read it. */
  readonly failed = new Emitter<{ readonly node: string; readonly failure: Failure }>()
  /** What scripts cost, once a second. */
  readonly figures = new Emitter<EngineFigures>()
  readonly #log: Log
  readonly #troubles = new Troubles()
  readonly #maps = new StackMaps()
  #active: EngineProcess | undefined
  #spare: EngineProcess | undefined
  #project: string | undefined
  #graph: EngineGraph | undefined
  #sent: EngineGraph | undefined
  #settings: TransportSettings | undefined
  /** The graph was not sent: it is too large for certain. */
  #refused = false
  #levels: Extract<EngineEvent, { kind: 'levels' }> | undefined
  #epoch = 0
  #playing = false
  #monitoring = false
  #position: Frames = 0
  #owed = 0
  #looks: readonly PlacedLook[] = []
  #restarts = 0
  #failures = 0
  #state: 'starting' | 'ready' | 'restarting' | 'down' = 'starting'
  readonly #signs = new LifeSigns({
    owes: () => this.#owed > 0,
    sounds: () => this.#sounds,
    ping: () => this.#active?.send({ kind: 'ping' }),
    kill: () => this.#active?.kill(),
  })
  #disposed = false

  constructor(log: Log) {
    this.#log = log
    this.#spare = this.#spawn()
    this.#replace()
  }

  get state(): TransportState {
    return {
      ...(this.#project !== undefined && { project: this.#project }),
      playing: this.#playing,
      ...(!this.#playing && this.#monitoring && { monitoring: true }),
      position: this.#position,
      epoch: this.#epoch,
      sampleRate: this.#graph?.transport.sampleRate ?? 48_000,
    }
  }

  /** Whose code a node of what is loaded runs. */
  pluginOf(node: string): string | undefined {
    const { dsp } = this.#graph?.nodes[node] ?? {}
    return dsp?.form === 'script' ? dsp.code.plugin : undefined
  }

  /** Whether blocks are made. */
  get #sounds(): boolean {
    return this.#playing || this.#monitoring
  }

  /** What a new listener has to hear first. */
  get present(): readonly EngineEvent[] {
    return [this.#status(), ...this.#troubleEvents(), ...(this.#levels ? [this.#levels] : [])]
  }

  /**
   * Plays this graph from now on, with the metronome that the transport's settings want. Of another project it begins
   * stopped, at the start.
   */
  load(project: string, graph: EngineGraph, transport?: TransportSettings): void {
    if (project !== this.#project) {
      this.#project = project
      this.#troubles.clear()
      this.stop(0)
    }
    const rate = this.#graph?.transport.sampleRate
    const same = transport === this.#settings && rate === graph.transport.sampleRate
    this.#graph = graph
    this.#settings = transport
    if (!same) this.#tellMetronome()
    this.#troubles.keep(graph.nodes)
    this.#commit()
    this.#tellTroubles()
  }

  /** An engine that is down gets another chance by it. `countIn`: after the clicks that the transport wants. */
  play(position: Frames, countIn = false): TransportState {
    if (this.#active === undefined && !this.#disposed) {
      this.#failures = 0
      this.#setState('restarting')
      this.#replace()
    }
    return this.#move(position, true, countIn)
  }

  stop(position = this.#position): TransportState {
    return this.#move(position, false)
  }

  /** Whether it sounds while the transport is stopped: somebody plays by hand. */
  monitor(monitoring: boolean): void {
    if (monitoring === this.#monitoring) return
    this.#monitoring = monitoring
    if (!this.#playing) this.stop()
  }

  /** Notes that are played by hand. */
  live(clock: string, events: readonly PlayedEvent[]): void {
    if (this.#sounds && events.length > 0) this.#active?.send({ kind: 'live', clock, events })
  }

  /** What is looked at from now on. */
  look(looks: readonly PlacedLook[]): void {
    this.#looks = looks
    this.#active?.send({ kind: 'look', looks })
  }

  /** Asks for blocks; those of another epoch than the present one are not made. */
  pull({ epoch, blocks: asked }: AudioRequest): void {
    if (!this.#sounds || epoch !== this.#epoch) return
    const blocks = Math.min(asked, MOST_OWED - this.#owed)
    if (blocks <= 0) return
    this.#owed += blocks
    this.#active?.send({ kind: 'pull', epoch, blocks })
    this.#signs.expect()
  }

  /** Hands a page’s connection to the process, which then answers it itself; false where there is none. */
  adopt(greeting: PageGreeting, socket: Socket): boolean {
    const isHanded = this.#active?.adopt(greeting, socket) ?? false
    if (isHanded) this.#signs.beat()
    return isHanded
  }

  retry(node: string): void {
    const banned = this.#troubles.pardon(node)
    // Of a node that is made of others, all parts are tried again.
    const parts = Object.keys(this.#graph?.nodes ?? {}).filter(id => outerOf(id) === node)
    for (const part of banned ? [] : parts) this.#active?.send({ kind: 'retry', node: part })
    this.#commit()
    this.#tellTroubles()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    this.#signs[Symbol.dispose]()
    const engines = [this.#active, this.#spare].filter(engine => engine !== undefined)
    await Promise.all(engines.map(engine => engine[Symbol.asyncDispose]()))
  }

  #move(position: Frames, playing: boolean, countIn = false): TransportState {
    this.#epoch += 1
    this.#position = position
    this.#playing = playing
    this.#owed = 0
    this.#signs.forget()
    this.#resume(countIn)
    this.transport.emit(this.state)
    return this.state
  }

  /** Tells the process where the playhead is, and whether it runs. */
  #resume(countIn = false): void {
    const [epoch, position] = [this.#epoch, this.#position]
    const stands = !this.#playing
    if (this.#sounds) this.#active?.send({ kind: 'play', epoch, position, countIn, stands })
    else this.#active?.send({ kind: 'stop', epoch })
  }

  #tellMetronome(): void {
    const { sampleRate } = this.#graph?.transport ?? {}
    const transport = this.#settings
    if (transport === undefined || sampleRate === undefined) return
    this.#active?.send({ kind: 'metronome', transport, sampleRate })
  }

  #commit(): void {
    if (this.#graph === undefined || this.#active === undefined) return
    const failure = sizeProblem(this.#graph)
    // The engine need not try; it goes on with what it has.
    if (failure !== undefined || this.#refused) this.#tellTooLarge(failure)
    this.#refused = failure !== undefined
    if (this.#refused) return
    const graph = this.#troubles.tame(this.#graph)
    const batch = diffGraphs(this.#sent, graph)
    const isSent = batch.length === 0 || this.#active.send({ kind: 'commit', batch })
    // What could not be sent leaves the engine as it was.
    if (isSent) this.#sent = graph
  }

  #spawn(): EngineProcess {
    return new EngineProcess('real-time', this.#log)
  }

  /** Makes the spare the one that plays, tells it all it must know, and starts another spare. */
  #replace(): void {
    const engine = this.#spare ?? this.#spawn()
    this.#active = engine
    this.#spare = undefined
    this.#signs.renew(engine.ready)
    this.#sent = undefined
    engine.replies.on(reply => this.#hear(reply))
    engine.audio.on(bytes => this.#hand(bytes))
    void engine.exited.then(exit => this.#ended(engine, exit))
    void engine.ready.then(() => {
      if (this.#active !== engine) return
      this.#setState('ready')
      this.#keepSpare()
    })
    this.#commit()
    this.#tellMetronome()
    if (this.#looks.length > 0) this.look(this.#looks)
    if (!this.#sounds) return
    this.#resume()
    this.renewed.emit()
    if (this.#owed > 0) engine.send({ kind: 'pull', epoch: this.#epoch, blocks: this.#owed })
    this.#signs.expect()
  }

  /** One more process that waits; where it dies after it was ready, another. */
  #keepSpare(): void {
    if (this.#disposed || this.#spare !== undefined) return
    const spare = this.#spawn()
    this.#spare = spare
    void spare.ready
      .then(() => spare.exited)
      .then(() => {
        if (this.#spare !== spare) return
        this.#spare = undefined
        this.#keepSpare()
      })
  }

  #hear(reply: EngineReply): void {
    // A sign of life: whoever tells of trouble is busy, not hung.
    this.#signs.heard(reply.kind === 'alive')
    if (reply.kind === 'trouble') {
      const failure = this.#inSources(reply.node, reply.failure)
      this.#troubles.report(reply.node, failure)
      this.failed.emit({ node: reply.node, failure })
      this.#tellTroubles()
    }
    if (reply.kind === 'pull-ignored' && reply.epoch === this.#epoch) this.#owed -= reply.blocks
    if (reply.kind === 'script') this.#hearOfScript(reply.event)
    if (reply.kind === 'figures') this.figures.emit(reply.figures)
    if (reply.kind === 'committed' && this.#project !== undefined) {
      const { layout, nodes, params } = reply
      this.#tellTooLarge(reply.failure)
      this.#levels = { kind: 'levels', project: this.#project, layout, nodes, params }
      this.events.emit(this.#levels)
    }
  }

  #hearOfScript(event: ScriptEvent): void {
    const mended = event.kind !== 'death' && !('failure' in event)
    if (mended && this.#troubles.isTold(event.node)) {
      this.#troubles.pardon(event.node)
      this.#tellTroubles()
    }
    this.scripts.emit(
      'node' in event && 'failure' in event && event.failure !== undefined
        ? { ...event, failure: this.#inSources(event.node, event.failure) }
        : event,
    )
  }

  /** What a script threw names its author’s files. */
  #inSources(node: string, failure: Failure): Failure {
    const dsp = this.#graph?.nodes[node]?.dsp
    const code = dsp?.form === 'script' ? dsp.code.path : undefined
    return { ...failure, message: this.#maps.inSources(failure.message, code) }
  }

  #hand(bytes: Uint8Array<ArrayBuffer>): void {
    const block = decodeAudioBlock(bytes.buffer)
    if (block === undefined || block.epoch !== this.#epoch) return
    this.#failures = 0
    if (!block.handed) this.#owed -= block.frames / QUANTUM
    if (!block.stands) this.#position = this.#after(block)
    if (block.last) this.#playing = false
    this.#signs.heard()
    this.blocks.emit(bytes)
    if (!block.handed) this.pulled.emit(bytes)
    if (!block.last) return
    if (this.#monitoring) this.stop()
    else this.transport.emit(this.state)
  }

  #after({ position, frames }: AudioBlock): Frames {
    return playheadAfter(this.#graph?.transport ?? {}, position, frames)
  }

  #ended(engine: EngineProcess, { lastWords, signal, code }: EngineExit): void {
    if (this.#disposed || engine !== this.#active) return
    this.#restarts += 1
    this.#log.warn({ lastWords, signal, code }, 'The engine process ended and is replaced')
    if (lastWords?.node !== undefined && this.#graph !== undefined) {
      this.#troubles.ban(lastWords, this.#graph)
      this.#tellOfDeath(lastWords.node)
    } else this.#failures += 1
    this.#troubles.restart()
    if (this.#failures >= MOST_FAILURES) {
      this.#active = undefined
      this.#setState('down')
      this.stop()
    } else {
      this.#setState('restarting')
      this.#replace()
    }
    this.#tellTroubles()
  }

  /** A plugin in the engine's own process took it down. */
  #tellOfDeath(node: string): void {
    const plugin = this.pluginOf(node)
    const trouble = this.#troubles.list.find(told => told.node === node)
    if (plugin === undefined || trouble === undefined) return
    const { code, message } = trouble
    this.scripts.emit({ kind: 'death', plugin, failure: { code, message } })
  }

  #setState(state: 'ready' | 'restarting' | 'down'): void {
    this.#state = state
    this.events.emit(this.#status())
  }

  #status(): EngineEvent {
    return { kind: 'status', state: this.#state, restarts: this.#restarts }
  }

  #troubleEvents(): EngineEvent[] {
    if (this.#project === undefined) return []
    return [{ kind: 'troubles', project: this.#project, troubles: this.#troubles.list }]
  }

  #tellTooLarge(failure: Failure | undefined): void {
    if (this.#troubles.tooLarge(failure, this.#graph)) this.#tellTroubles()
  }

  #tellTroubles(): void {
    for (const event of this.#troubleEvents()) this.events.emit(event)
  }
}
