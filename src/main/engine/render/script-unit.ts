import { ok, QUANTUM, type Failure, type Frames } from '#shared/kit'
import type { RemoteScript, ScriptLayout } from '../../sandbox'
import type { EngineNode } from '../graph'
import { allocateBus, type Bus } from './bus'
import { bypassSteps } from './bypass'
import type { BusUses } from './bus-uses'
import type { UnitOptions } from './unit-options'
import type { ParamSlot } from './param-slot'
import { FADE } from './scene'
import type { ScriptAccess } from './script-access'
import { ScriptFade } from './script-fade'
import { incomingLines, ScriptLines } from './script-lines'
import type { ScriptPart } from './script-run'
import { ScriptTrial } from './script-trial'
import { ScriptVoice } from './script-voice'
import { StepMaker, type Step } from './steps'
import { framesOf, widest, type Pause, type Unit } from './unit'

/**
 * A node whose DSP is a script, or a Wasm module, in an isolate. Samples are copied into the script's block and out of
 * it a few quanta at a time: the arena itself is never shared with a plugin. A script that fails is bypassed from that
 * very quantum on, without a click; one whose process comes back fades in again.
 */
export class ScriptUnit implements Unit {
  readonly node: EngineNode
  readonly params: ReadonlyMap<string, ParamSlot>
  readonly inputChannels: Readonly<Record<string, number>>
  readonly outputs: ReadonlyMap<string, Bus>
  readonly #options: UnitOptions
  readonly #layout: ScriptLayout
  readonly #owned = new DisposableStack()
  readonly #inputBuses: (readonly [port: string, channels: number])[]
  readonly #fade: ScriptFade
  #voice: ScriptVoice
  #trial: ScriptTrial | undefined
  /** Code that is being set up. */
  #coming: ScriptVoice | undefined
  /** Frames since it began to be heard, until the fade is over; it begins without one. */
  #heard: Frames = FADE
  #failed = false
  #marked = false
  #wiring = new DisposableStack()
  #lines: (() => ScriptLines) | undefined;

  /** Makes one: its buses, then its script. */
  static *making(options: UnitOptions, script: ScriptAccess): Generator<Pause, ScriptUnit> {
    using failing = new DisposableStack()
    const unit = failing.use(new ScriptUnit(options, script))
    yield
    yield* unit.resetting()
    failing.move()
    return unit
  }

  private constructor(options: UnitOptions, script: ScriptAccess) {
    const { node, kernels, inputChannels } = options
    this.node = node
    this.params = options.params
    this.inputChannels = inputChannels
    this.#options = options
    using failing = new DisposableStack()
    failing.use(this.#owned)
    this.outputs = new Map(
      Object.entries(node.outputs).map(([port, spec]) => {
        const channels = typeof spec.channels === 'number' ? spec.channels : widest(inputChannels)
        return [port, allocateBus(kernels.arena, channels, this.#owned)]
      }),
    )
    this.#inputBuses = Object.keys(node.inputs).map(
      port => [port, inputChannels[port] ?? 0] as const,
    )
    this.#layout = {
      inputs: this.#inputBuses,
      outputs: [...this.outputs].map(([port, bus]) => [port, bus.channels] as const),
      params: [...this.params.keys()],
    }
    this.#fade = new ScriptFade(kernels.arena, this.outputs.values())
    this.#voice = this.#makeVoice(script)
    failing.move()
  }

  lag: Frames = 0

  /** As its manifest declares it. */
  get latency(): Frames {
    const { latency } = this.node
    return latency === undefined ? 0 : framesOf(latency, this.#options.rate)
  }

  readonly wild = true

  wire(inputs: ReadonlyMap<string, Bus>, uses: BusUses): readonly Step[] {
    const { arena } = this.#options.kernels
    this.#wiring.dispose()
    this.#wiring = new DisposableStack()
    const maker = new StepMaker(this.#options.kernels, this.#wiring, uses)
    const bypass = bypassSteps(maker, this.node, inputs, this.outputs)
    const list = maker.list(bypass)
    const steps = this.#options.kernels.call('executor_run_steps')
    const { silence } = this.#options
    const incoming = this.#inputBuses.flatMap(([port, channels]) =>
      incomingLines(arena, inputs.get(port), channels, silence),
    )
    const outgoing = [...this.outputs.values()]
    this.#lines = () => new ScriptLines(arena, incoming, outgoing, this.params.values())
    this.#voice.wire(this.#lines())
    this.#trial?.voice.wire(this.#lines())
    this.#coming?.wire(this.#lines())
    const past = (offset: Frames, frames: Frames): void => {
      if (frames > 0) steps(list, bypass.length, offset, frames)
    }
    const part: ScriptPart = {
      plugin: this.#plugin,
      incoming,
      outgoing: outgoing.flatMap(({ at, channels }) =>
        Array.from({ length: channels }, (_, channel) => at + channel * arena.channelBytes),
      ),
      quanta: () => this.#quanta,
      steady: () => this.#steady,
      write: (offset, quanta) => this.#voice.write(offset, quanta, this.lag),
      run: (offset, quanta) => this.#run(offset, quanta, past),
    }
    return [maker.script(part, [...inputs.values()], [...this.outputs.values()])]
  }

  /**
   * Other code in place of the present one. While sound runs both run side by side until the new one has shown that it
   * works, then they cross; what does not work is never heard, and the old code goes on.
   */
  replace(script: ScriptAccess, running: boolean): void {
    this.#trial?.[Symbol.dispose]()
    this.#trial = undefined
    this.#coming?.[Symbol.dispose]()
    const next = this.#makeVoice(script)
    if (this.#lines !== undefined) next.wire(this.#lines())
    const saved = running ? this.#voice.save() : ok(undefined)
    next.lost = saved.ok ? undefined : saved.error
    const kept = saved.ok ? saved.value : undefined
    const { ahead } = script
    this.#coming = ahead && running ? next : undefined
    if (ahead === undefined || !running) return this.#come(next, kept, running)
    void this.#await(ahead(this.#layout, kept), next, kept)
  }

  async #await(ready: Promise<void>, next: ScriptVoice, kept?: string): Promise<void> {
    await ready
    if (this.#coming === next) this.#come(next, kept, true)
  }

  #come(next: ScriptVoice, kept: string | undefined, running: boolean): void {
    this.#coming = undefined
    const failure = next.begin(kept)
    if (failure !== undefined) return this.#refuse(next, failure)
    if (running && this.#voice.runs) {
      this.#trial = new ScriptTrial(next, this.#fade, this.node.label)
    } else {
      this.#accept(next)
      // It was bypassed.
      if (running) this.#heard = 0
    }
  }

  /** A new instance: scripts begin with the state that their set-up makes. One that failed stays bypassed. */
  reset(): void {
    const voice = this.#coming ?? this.#trial?.voice
    if (this.#coming !== undefined) this.#trial?.[Symbol.dispose]()
    this.#coming = undefined
    this.#trial = undefined
    if (voice !== undefined) this.#accept(voice)
    if (this.#failed) return
    this.#heard = FADE
    this.#fade.forget()
    const failure = this.#voice.begin()
    if (failure !== undefined) this.#fail(failure)
  }

  *resetting(): Generator<Pause, void> {
    const { ahead } = (this.#trial?.voice ?? this.#voice).access
    const layout = this.#layout
    if (ahead !== undefined && !this.#failed) yield () => ahead(layout)
    this.reset()
  }

  [Symbol.dispose](): void {
    this.#voice[Symbol.dispose]()
    this.#trial?.[Symbol.dispose]()
    this.#coming?.[Symbol.dispose]()
    this.#coming = undefined
    this.#wiring.dispose()
    this.#owned.dispose()
  }

  /** Of a call: how long it is changes no sample. */
  get #quanta(): number {
    return Math.min(this.#voice.quanta, this.#trial?.voice.quanta ?? this.#voice.quanta)
  }

  /** Whose code it is, where that runs in a process of its own. */
  get #plugin(): string | undefined {
    const { dsp } = this.node
    return dsp.form === 'script' && dsp.code.place === 'host' ? dsp.code.plugin : undefined
  }

  /** Its script, where the outputs are what that gives and nothing else. */
  get #steady(): RemoteScript | undefined {
    const fades = this.#trial !== undefined || this.#heard < FADE || !this.#fade.rests
    return fades ? undefined : this.#voice.remote
  }

  #makeVoice(access: ScriptAccess): ScriptVoice {
    const { timeline, rate, node } = this.#options
    return new ScriptVoice({ access, layout: this.#layout, timeline, rate, label: node.label })
  }

  #run(offset: Frames, quanta: number, past: (offset: Frames, frames: Frames) => void): void {
    const frames = quanta * QUANTUM
    const fades = this.#heard < FADE
    if (fades) {
      past(offset, frames)
      this.#fade.keep(offset, frames)
    }
    const { done, failure, returned } = this.#voice.call(offset, quanta, this.lag)
    const sounding = done * QUANTUM
    if (fades && done > 0) {
      this.#fade.cross(offset, sounding, { clock: this.#heard, likeness: 1 })
      this.#heard += sounding
    }
    this.#fade.pass(offset, done)
    if (done < quanta) {
      if (fades) this.#fade.restore(offset, sounding, frames)
      else past(offset + sounding, frames - sounding)
      if (this.#heard > 0) this.#fade.jump(offset + sounding)
      this.#heard = 0
      this.#fade.pass(offset + sounding, quanta - done)
    }
    // What the bypass leaves silent it marks so, and by now it may not be.
    if (fades || done < quanta) this.#marked = true
    if (this.#marked) this.#unmark(offset, quanta)
    if (failure !== undefined) this.#stumble(failure)
    if (returned) this.#voice.access.tell({ kind: 'recovered', node: this.node.id })
    if (this.#trial !== undefined) this.#try(this.#trial, offset, quanta, done > 0)
  }

  #unmark(offset: Frames, quanta: number): void {
    const { bytes } = this.#options.kernels.arena
    for (const { marks } of this.outputs.values()) {
      const first = (marks ?? 0) + offset / QUANTUM
      if (marks !== undefined) bytes.fill(0, first, first + quanta)
    }
  }

  #try(trial: ScriptTrial, offset: Frames, quanta: number, answered: boolean): void {
    const verdict = trial.run(offset, quanta, this.lag, answered)
    if (verdict === 'goes on') return
    this.#trial = undefined
    if (verdict === 'passed') this.#accept(trial.voice)
    else this.#refuse(trial.voice, verdict)
  }

  #accept(next: ScriptVoice): void {
    this.#voice[Symbol.dispose]()
    this.#voice = next
    this.#failed = false
    this.#heard = FADE
    const { lost } = next
    next.access.tell({
      kind: 'replaced',
      node: this.node.id,
      ...(lost !== undefined && { lost }),
    })
  }

  #refuse(next: ScriptVoice, failure: Failure): void {
    next.end()
    next.access.release('refused')
    next.access.tell({ kind: 'replaced', node: this.node.id, failure })
  }

  /** What comes back of itself is bypassed until then. */
  #stumble(failure: Failure): void {
    if (this.#voice.runs) this.#options.host.trouble(this.node.id, failure)
    else this.#fail(failure)
  }

  /** Bypasses the node from now on. */
  #fail(failure: Failure): void {
    this.#failed = true
    this.#voice.end()
    this.#options.host.trouble(this.node.id, failure)
  }
}
