import {
  QUANTUM,
  unreachable,
  type Bytes,
  type Failure,
  type Frames,
  type Seconds,
} from '#shared/kit'
import type { Socket } from 'node:net'
import { encodeAudioBlock, type AudioBlock, type AudioPace } from '#shared/contract'
import type { FramedPipe } from '../../kit'
import { Watchdog } from '../../sandbox'
import type { Instruction } from '../graph'
import type { EngineReply, EngineRequest, PlacedLook, PlayedEvent, RenderJob } from '../protocol'
import { loadKernels, Renderer, ScriptRunner } from '../render'
import { Clicks } from './clicks'
import { Copies } from './copies'
import { Demand } from './demand'
import { EditQueue } from './edit-queue'
import { encodeFile } from './encode-file'
import { OFFLINE_BLOCK, offlineBlockOf } from './offline-block'
import { profileNode } from './profile-node'
import { LiveClock } from './live-clock'
import { Looks } from './looks'
import { PageSockets, type PageSocket } from './page-sockets'
import { renderThreads } from './render-threads'
import { renderToFile } from './render-to-file'
import { atMost, offlineLimits, realTimeHostLimits, realTimeLimits } from './script-limits'
import { ThreadedOutput } from './threaded-output'
import { warmUp } from './warm-up'

/** Levels go out after every twelve quanta: some 30 times a second. */
const LEVEL_INTERVAL = 12
const QUANTA_A_TURN = 64
const FIGURES_MS = 1000
/** Instructions of a batch that takes so long that a sign of life is due: 5,000 nodes take some half a second. */
const LARGE = 4000
const SIGN_MS = 200
const REAL_TIME_BLOCK: Frames = 1024
/** After the first graph: then it is no more in the way of what opens. */
const NURSERY_MS = 1500
/** So long before the end of a count-in notes count as its first beat. */
const EARLY: Seconds = 0.25
/** What is left behind of the memory by the work before: more than this is given back. */
const MOST_KEPT: Bytes = 256 * 1024 * 1024

/** One shell's use of this process: a graph, and real-time sound or an offline render of it. */
export class Session {
  readonly #pipe: FramedPipe
  readonly #purpose: 'real-time' | 'offline'
  readonly #watchdog: Watchdog
  readonly #scripts: ScriptRunner
  readonly #clicks = new Clicks()
  readonly #copies: Copies
  /** By the clock that they follow. */
  readonly #liveClocks = new Map<string, LiveClock>()
  readonly #output = new ThreadedOutput()
  readonly #looks = new Looks()
  readonly #demand = new Demand(() => this.#pump(this.#epoch))
  readonly #pages = new PageSockets({
    asked: (page, { epoch, blocks }) => this.#pull(epoch, blocks, page),
    paced: (page, report) => this.#follow(page, report),
    left: page => this.#demand.leave(page),
  })
  #renderer: Renderer
  #edits: EditQueue
  #playing = false
  #epoch = 0
  #layout = 0
  #quanta = 0
  /** Milliseconds that rendering took since the last level frame, and frames that it made. */
  #spent = 0
  #spentOn: Frames = 0
  /** Frames rendered since play began. */
  #made: Frames = 0

  /** `mostMs`: the longest call of a script in a render to a file; 0 where it is as long as usual. */
  constructor(pipe: FramedPipe, purpose: 'real-time' | 'offline', mostMs = 0) {
    this.#pipe = pipe
    this.#copies = new Copies(pipe)
    this.#purpose = purpose
    const offline = purpose === 'offline'
    const limits = offline ? atMost(offlineLimits, mostMs) : realTimeLimits
    this.#scripts = new ScriptRunner(limits, node => this.#watchdog.name(node), {
      hostLimits: offline ? limits : realTimeHostLimits,
      spare: !offline,
      apart: !offline,
      onEvent: event => this.#say({ kind: 'script', event }),
    })
    const { board, setUps } = this.#scripts
    this.#watchdog = new Watchdog(board.shared, setUps && { apart: setUps.board.shared })
    this.#renderer = this.#makeRenderer()
    this.#edits = this.#makeQueue()
  }

  start(): void {
    this.#say({ kind: 'ready' })
    // A graph that comes at once does not wait for it.
    setImmediate(() => {
      if (this.#layout === 0) warmUp(this.#renderer)
    })
    let last = performance.now()
    setInterval(() => {
      const now = performance.now()
      this.#tellFigures(now - last)
      last = now
    }, FIGURES_MS).unref()
  }

  /** A page’s connection, which the shell has let in. */
  adopt(greeting: unknown, socket: Socket): void {
    this.#pages.take(greeting, socket)
  }

  take(request: EngineRequest): void {
    switch (request.kind) {
      case 'commit':
        return this.#commit(request.batch)
      case 'play':
        this.#epoch = request.epoch
        this.#demand.forget()
        this.#stop()
        this.#playing = true
        return this.#begin(request)
      case 'ping':
        return this.#say({ kind: 'alive' })
      case 'metronome':
        return this.#clicks.follow(request.transport, request.sampleRate)
      case 'live':
        return this.#live(request.clock, request.events)
      case 'stop':
        this.#epoch = request.epoch
        this.#demand.forget()
        return this.#stop()
      case 'pull':
        return this.#pull(request.epoch, request.blocks)
      case 'look':
        return this.#look(request.looks)
      case 'retry':
        this.#edits.flush()
        return this.#renderer.retry(request.node)
      case 'render':
        return void this.#render(request.job)
      case 'clear':
        return this.#clear()
      case 'encode':
        return void encodeFile(request.job, reply => this.#say(reply))
      case 'profile':
        return void profileNode(request.job, reply => this.#say(reply))
      default:
        return unreachable(request)
    }
  }

  /** What runs elsewhere is waited for now, and not once sound runs. */
  #begin({ position, countIn, stands }: Extract<EngineRequest, { kind: 'play' }>): void {
    this.#made = 0
    this.#liveClocks.clear()
    this.#clicks.begin(position, countIn === true)
    this.#scripts.live = false
    this.#renderer.rewind(position, stands)
    this.#scripts.live = true
    const early = this.#demand.takeEarly(this.#epoch)
    if (early !== undefined) this.#pull(early.epoch, early.blocks, early.page)
  }

  /**
   * As when the process began, but with code that is warm, threads that are awake, and memory that the system need not
   * find first (some 1 µs a page of 4 kB).
   */
  #clear(): void {
    this.#scripts.clear()
    this.#renderer.clear()
    if (this.#renderer.kernels.arena.reached > MOST_KEPT) this.#remake()
  }

  /** Nobody hears any more what fades, or waits to be made in time. */
  #stop(): void {
    this.#playing = false
    this.#demand.forget()
    this.#copies.flush()
    this.#scripts.live = false
    this.#edits.flush()
    this.#renderer.rest()
  }

  #makeQueue(): EditQueue {
    return new EditQueue(this.#renderer, failure => this.#committed(failure))
  }

  #remake(offlineBlock?: Frames): void {
    this.#renderer[Symbol.dispose]()
    this.#renderer = this.#makeRenderer(offlineBlock)
    this.#edits = this.#makeQueue()
  }

  #makeRenderer(offlineBlock = OFFLINE_BLOCK): Renderer {
    const offline = this.#purpose === 'offline'
    return new Renderer({
      kernels: loadKernels(offline ? offlineBlock : REAL_TIME_BLOCK),
      helpers: renderThreads() - 1,
      metered: !offline,
      scripts: this.#scripts,
      onTrouble: (node, failure) => this.#say({ kind: 'trouble', node, failure }),
    })
  }

  #commit(batch: readonly Instruction[]): void {
    if (this.#purpose === 'offline' && this.#renderer.layout.length === 0) {
      const block = offlineBlockOf(batch)
      if (block !== this.#renderer.block) this.#remake(block)
    }
    if (this.#playing) this.#edits.add(batch)
    else {
      if (batch.length > LARGE) this.#buildAhead(batch)
      this.#renderer.commit(batch, failure => this.#committed(failure))
    }
  }

  /** Makes what a large batch brings, which may take seconds, and gives signs of life meanwhile. */
  #buildAhead(batch: readonly Instruction[]): void {
    let told = performance.now()
    for (const _ of this.#renderer.prepare(batch)) {
      const now = performance.now()
      if (now - told < SIGN_MS) continue
      told = now
      this.#say({ kind: 'progress', frames: 0, of: 1 })
    }
  }

  #look(looks: readonly PlacedLook[]): void {
    if (this.#looks.set(looks)) this.#commit([{ op: 'set-tees', tees: this.#looks.ends }])
  }

  #committed(failure: Failure | undefined): void {
    if (this.#layout === 0) setTimeout(() => this.#scripts.hosts.warmUp(), NURSERY_MS).unref()
    this.#layout += 1
    // Better heard than seen.
    if (failure?.code === 'graph-too-large') this.#look([])
    const { layout: nodes, movedParams: params } = this.#renderer
    const layout = this.#layout
    this.#say({ kind: 'committed', layout, nodes, params, ...(failure && { failure }) })
  }

  async #render(job: RenderJob): Promise<void> {
    await this.#renderer.ready
    const scriptBytes = () =>
      this.#scripts
        .memory()
        .values()
        .reduce((sum, each) => sum + each, 0)
    await renderToFile(this.#renderer, this.#output, job, reply => this.#say(reply), scriptBytes)
  }

  #pull(epoch: number, blocks: number, page?: PageSocket): void {
    // The page heard of a new beginning before this process did.
    if (page !== undefined && epoch > this.#epoch) {
      this.#demand.keepForLater({ epoch, blocks, page })
    }
    if (!this.#playing || epoch !== this.#epoch) return
    const idle = !this.#demand.isOpen
    if (this.#demand.ask({ epoch, blocks, page })) {
      if (idle) this.#pump(epoch)
    } else if (page === undefined) this.#say({ kind: 'pull-ignored', epoch, blocks })
  }

  #follow(page: PageSocket, report: AudioPace): void {
    if (!this.#playing || report.epoch !== this.#epoch) return
    this.#demand.follow(page, report, this.#renderer.sampleRate)
  }

  /**
   * Renders what is asked for, in long blocks: they cost less, and no sample depends on it. After a turn of
   * them it listens, so that a stop is heard however much was asked for.
   */
  #pump(epoch: number): void {
    if (!this.#playing || epoch !== this.#epoch) return
    let left = this.#demand.take(QUANTA_A_TURN)
    while (left > 0 && this.#playing) {
      const { left: counting } = this.#clicks
      const frames = counting > 0 ? counting : this.#renderer.heard.framesLeft
      const toEnd = Math.max(1, Math.ceil(frames / QUANTUM))
      const quanta = Math.min(left, this.#renderer.block / QUANTUM, toEnd)
      this.#block(epoch, quanta * QUANTUM)
      this.#quanta += quanta
      left -= quanta
    }
    if (this.#demand.isOpen) setImmediate(() => this.#pump(epoch))
  }

  /** What is played in the middle of a count-in is not heard; what comes a little early is, at the beginning. */
  #live(clock: string, events: readonly PlayedEvent[]): void {
    const { sampleRate } = this.#renderer
    if (!this.#playing || this.#clicks.left > EARLY * sampleRate) return
    const times = this.#liveClocks.get(clock) ?? new LiveClock()
    this.#liveClocks.set(clock, times)
    const wait = (at: number | undefined) =>
      this.#clicks.left > 0 ? 0 : times.place(at, this.#made, sampleRate)
    this.#renderer.play(events.map(({ at, ...event }) => ({ ...event, wait: wait(at) })))
  }

  #block(epoch: number, frames: Frames): void {
    const { position } = this.#renderer
    const countsIn = this.#clicks.left > 0
    const samples = countsIn ? this.#countIn(frames) : this.#sound(frames)
    const last = !countsIn && this.#renderer.heard.framesLeft <= 0
    if (last) this.#playing = false
    const { page } = this.#demand
    this.#demand.sent(frames)
    const block = encodeAudioBlock({
      epoch,
      channels: 2,
      frames,
      position,
      layout: this.#layout,
      last,
      stands: countsIn || this.#renderer.heard.stands,
      handed: page !== undefined,
      samples,
      ...this.#measured(),
    })
    if (page === undefined) this.#pipe.sendAudio(block)
    else {
      page.send(block)
      this.#copies.add(block, frames)
      if (last) this.#copies.flush()
    }
    if (last) this.#stop()
  }

  #sound(frames: Frames): Float32Array {
    const began = performance.now()
    this.#renderer.render(frames)
    this.#spent += performance.now() - began
    this.#spentOn += frames
    this.#made += frames
    const samples = this.#renderer.interleaved(frames)
    this.#clicks.add(samples, this.#renderer.heard.segments)
    return samples
  }

  #countIn(frames: Frames): Float32Array {
    const samples = new Float32Array(frames * 2)
    this.#clicks.countIn(samples)
    return samples
  }

  #measured(): Pick<AudioBlock, 'levels' | 'looks' | 'load'> {
    if (this.#quanta < LEVEL_INTERVAL) return { levels: nothing, looks: nothing, load: 0 }
    this.#quanta = 0
    const load = this.#load()
    return { levels: this.#renderer.levels(), looks: this.#looks.frame(this.#renderer), load }
  }

  #load(): number {
    const lasts = (this.#spentOn * 1000) / this.#renderer.sampleRate
    const load = lasts === 0 ? 0 : this.#spent / lasts
    this.#spent = 0
    this.#spentOn = 0
    return load
  }

  #tellFigures(spanMs: number): void {
    const nodes = this.#scripts.figures()
    // What has been played may be over by now: its figures count all the same.
    if (Object.values(nodes).every(({ calls, drops }) => calls + drops === 0)) return
    const memory = Object.fromEntries(this.#scripts.memory())
    this.#say({ kind: 'figures', figures: { spanMs, nodes, memory } })
  }

  #say(reply: EngineReply): void {
    this.#copies.flush()
    this.#pipe.sendJson(reply)
  }
}

const nothing = new Float32Array(0)
