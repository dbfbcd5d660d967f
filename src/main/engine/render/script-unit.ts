import { fail, QUANTUM, type Failure, type Frames, type Result } from '#shared/kit'
import {
  allowedMs,
  QUANTA_A_CALL,
  type BlameBoard,
  type RunningScript,
  type ScriptLayout,
  type ScriptLimits,
} from '../../sandbox'
import type { EngineNode } from '../graph'
import { allocateBus, type Bus } from './bus'
import { bypassSteps } from './bypass'
import type { UnitOptions } from './unit-options'
import type { ParamSlot } from './param-slot'
import type { BusUses } from './bus-uses'
import { ScriptLines } from './script-lines'
import { StepMaker, type Step } from './steps'
import { framesOf, widest, type Unit } from './unit'

/** How a unit gets at its plugin's code. */
export interface ScriptAccess {
  instantiate(layout: ScriptLayout): Result<RunningScript>
  readonly board: BlameBoard
  /** What the watchdog calls this node. */
  readonly slot: number
  readonly limits: ScriptLimits
}

/** How often a node may be cut off because the machine stood still. */
const PARDONS = 3
/** It hardly ran if it had less than this part of the time that it is allowed. */
const STALLED = 10

/**
 * A node whose DSP is a script in an isolate. Samples are copied into the script's block and out of it a
 * few quanta at a time: the arena itself is never shared with a plugin. A script that fails is bypassed from that
 * very quantum on.
 */
export class ScriptUnit implements Unit {
  readonly node: EngineNode
  readonly params: ReadonlyMap<string, ParamSlot>
  readonly inputChannels: Readonly<Record<string, number>>
  readonly outputs: ReadonlyMap<string, Bus>
  readonly #options: UnitOptions
  readonly #script: ScriptAccess
  readonly #layout: ScriptLayout
  readonly #owned = new DisposableStack()
  readonly #inputBuses: (readonly [port: string, channels: number])[]
  #instance: RunningScript | undefined
  #failed = false
  /** Milliseconds of the processor that its calls took beyond what the sound lasts. */
  #behind = 0
  #pardons = PARDONS
  #wiring = new DisposableStack();

  /** Makes one: its buses, then its script. */
  static *making(options: UnitOptions, script: ScriptAccess): Generator<void, ScriptUnit> {
    using failing = new DisposableStack()
    const unit = failing.use(new ScriptUnit(options, script))
    yield
    unit.reset()
    failing.move()
    return unit
  }

  private constructor(options: UnitOptions, script: ScriptAccess) {
    const { node, kernels, inputChannels } = options
    this.node = node
    this.params = options.params
    this.inputChannels = inputChannels
    this.#options = options
    this.#script = script
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
    const past = this.#options.kernels.call('executor_run_steps')
    const incoming = this.#inputBuses.map(([port]) => inputs.get(port))
    const outgoing = [...this.outputs.values()]
    const lines = new ScriptLines(arena, incoming, outgoing, this.params.values())

    const run = (offset: Frames, frames: Frames): void => {
      for (let at = 0; at < frames; at += QUANTA_A_CALL * QUANTUM) {
        const quanta = Math.min(QUANTA_A_CALL, (frames - at) / QUANTUM)
        const done = this.#call(lines, offset + at, quanta)
        if (done === quanta) continue
        past(list, bypass.length, offset + at + done * QUANTUM, (quanta - done) * QUANTUM)
      }
    }
    return [maker.host(run, [...inputs.values()], [...this.outputs.values()])]
  }

  /** Runs the script for so many quanta, and says for how many it gave sound. */
  #call(lines: ScriptLines, offset: Frames, quanta: number): number {
    const instance = this.#instance
    if (instance === undefined) return 0
    const { board, slot, limits } = this.#script
    const { block } = instance
    lines.write(block, offset, quanta)
    this.#place(block.positions, offset, quanta)
    const allowed = allowedMs(limits, quanta)
    const timed = limits.behindMs !== undefined
    const began = timed ? instance.cpuMs : 0
    board.enter(slot, allowed)
    const failure = instance.process(quanta)
    board.leave()
    const took = timed ? instance.cpuMs - began : 0
    const { done } = block
    lines.read(offset, done)
    const trouble = failure ?? this.#late(took, quanta)
    if (trouble === undefined) return done
    if (failure?.code === 'script-timeout' && took < allowed / STALLED) this.#pardon(failure)
    else this.#fail(trouble)
    return done
  }

  /** Where the quanta lie on the timeline. */
  #place(positions: Float64Array, offset: Frames, quanta: number): void {
    const { timeline } = this.#options
    const first = timeline.positionAt(offset, this.lag)
    const [segment, more] = timeline.segmentsBehind(this.lag)
    const straight = more === undefined && segment?.stands !== true
    for (let quantum = 0; quantum < quanta; quantum++) {
      const along = quantum * QUANTUM
      positions[quantum] = straight ? first + along : timeline.positionAt(offset + along, this.lag)
    }
  }

  /** A script that is a little too slow every time ruins the sound as much as one that hangs. */
  #late(took: number, quanta: number): Failure | undefined {
    const { behindMs } = this.#script.limits
    if (behindMs === undefined) return undefined
    const lasts = ((quanta * QUANTUM) / this.#options.rate) * 1000
    this.#behind = Math.max(0, this.#behind + took - lasts)
    if (this.#behind <= behindMs) return undefined
    return fail('script-timeout', `${this.node.label} is slower than the sound.`)
  }

  /**
   * A script that was cut off although it hardly ran is not to blame: the machine did something else. It starts
   * afresh. A render to a file must not go on with a gap, so there it is a failure all the same.
   */
  #pardon(failure: Failure): void {
    const offline = this.#script.limits.behindMs === undefined
    if (offline || this.#pardons === 0) return this.#fail(failure)
    this.#pardons -= 1
    this.reset()
  }

  /** Bypasses the node from now on. */
  #fail(failure: Failure): void {
    this.#failed = true
    this.#drop()
    this.#options.host.trouble(this.node.id, failure)
  }

  /** A new instance: scripts begin with the state that their set-up makes. One that failed stays bypassed. */
  reset(): void {
    if (this.#failed) return
    this.#behind = 0
    this.#drop()
    const made = this.#script.instantiate(this.#layout)
    if (made.ok) this.#instance = made.value
    else {
      this.#failed = true
      this.#options.host.trouble(this.node.id, made.error)
    }
  }

  resetting(): Iterable<void> {
    this.reset()
    return []
  }

  #drop(): void {
    this.#instance?.[Symbol.dispose]()
    this.#instance = undefined
  }

  [Symbol.dispose](): void {
    this.#drop()
    this.#wiring.dispose()
    this.#owned.dispose()
  }
}
