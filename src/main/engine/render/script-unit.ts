import { fail, QUANTUM, type Failure, type Frames, type Result } from '#shared/kit'
import type { BlameBoard, ScriptInstance, ScriptLayout } from '../../sandbox'
import type { EngineNode } from '../graph'
import type { Arena } from './arena'
import { allocateBus, type Bus } from './bus'
import { bypassSteps } from './bypass'
import type { UnitOptions } from './kernels-unit'
import type { ParamSlot } from './param-slot'
import type { BusUses } from './bus-uses'
import { StepMaker, type Step } from './steps'
import { widest, type Unit } from './unit'

/** How a unit gets at its plugin's code. */
export interface ScriptAccess {
  instantiate(layout: ScriptLayout): Result<ScriptInstance>
  readonly board: BlameBoard
  /** What the watchdog calls this node. */
  readonly slot: number
  /** How long one call may take. */
  readonly callMs: number
  /** How far its calls together may fall behind the sound that they make. */
  readonly behindMs: number
}

/**
 * A node whose DSP is a script in an isolate. Samples are copied into the script's block and out of it a
 * quantum at a time: the arena itself is never shared with a plugin. A script that fails is bypassed from that
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
  #instance: ScriptInstance | undefined
  #failed = false
  /** Milliseconds that its calls took beyond what the sound lasts. */
  #behind = 0
  #wiring = new DisposableStack()

  constructor(options: UnitOptions, script: ScriptAccess) {
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
    this.reset()
    failing.move()
  }

  lag: Frames = 0
  readonly latency = 0
  readonly wild = true

  wire(inputs: ReadonlyMap<string, Bus>, uses: BusUses): readonly Step[] {
    const { arena } = this.#options.kernels
    this.#wiring.dispose()
    this.#wiring = new DisposableStack()
    const maker = new StepMaker(this.#options.kernels, this.#wiring, uses)
    const bypass = bypassSteps(maker, this.node, inputs, this.outputs)
    const list = maker.list(bypass)
    const past = this.#options.kernels.call('executor_run_steps')
    const linesOf = linesIn(arena)
    const incoming = this.#inputBuses.flatMap(([port]) => linesOf(inputs.get(port)))
    const outgoing = [...this.outputs.values()].flatMap(linesOf)
    const slots = [...this.params.values()].map(slot => ({
      slot,
      at: slot.view(undefined) >>> 2,
      held: Number.NaN,
    }))
    const outputsFrom = incoming.length * QUANTUM
    const paramsFrom = outputsFrom + outgoing.length * QUANTUM

    /** One quantum through the script; false where it failed. */
    const quantum = (instance: ScriptInstance, offset: Frames): boolean => {
      const { floats } = arena
      const { block } = instance
      let to = 0
      for (const from of incoming) {
        for (let i = 0; i < QUANTUM; i++) block[to + i] = floats[from + offset + i] ?? 0
        to += QUANTUM
      }
      to = paramsFrom
      for (const param of slots) {
        if (param.slot.moving) {
          for (let i = 0; i < QUANTUM; i++) block[to + i] = floats[param.at + offset + i] ?? 0
          param.held = Number.NaN
        } else if (floats[param.at] !== param.held) {
          param.held = floats[param.at] ?? 0
          block.fill(param.held, to, to + QUANTUM)
        }
        to += QUANTUM
      }
      this.#script.board.enter(this.#script.slot, this.#script.callMs)
      const began = performance.now()
      const failure =
        instance.process(this.#options.timeline.positionAt(offset, this.lag)) ?? this.#late(began)
      this.#script.board.leave()
      if (failure !== undefined) {
        this.#failed = true
        this.#options.host.trouble(this.node.id, failure)
        return false
      }
      let from = outputsFrom
      for (const at of outgoing) {
        for (let i = 0; i < QUANTUM; i++) floats[at + offset + i] = block[from + i] ?? 0
        from += QUANTUM
      }
      return true
    }

    let wiredFor: ScriptInstance | undefined
    const run = (offset: Frames, frames: Frames): void => {
      if (this.#instance !== wiredFor) {
        // A new instance has an empty block: every parameter is to be written again.
        wiredFor = this.#instance
        for (const param of slots) param.held = Number.NaN
      }
      for (let at = offset; at < offset + frames; at += QUANTUM) {
        const instance = this.#failed ? undefined : this.#instance
        if (instance === undefined || !quantum(instance, at)) past(list, bypass.length, at, QUANTUM)
      }
    }
    return [maker.host(run, [...inputs.values()], [...this.outputs.values()])]
  }

  /** A script that is a little too slow every time ruins the sound as much as one that hangs. */
  #late(began: number): Failure | undefined {
    const took = performance.now() - began
    this.#behind = Math.max(0, this.#behind + took - (QUANTUM / this.#options.rate) * 1000)
    if (this.#behind <= this.#script.behindMs) return undefined
    return fail('script-timeout', `${this.node.label} is slower than the sound.`)
  }

  /** A new instance: scripts begin with the state that their set-up makes. One that failed stays bypassed. */
  reset(): void {
    if (this.#failed) return
    this.#behind = 0
    this.#instance?.[Symbol.dispose]()
    this.#instance = undefined
    const made = this.#script.instantiate(this.#layout)
    if (made.ok) this.#instance = made.value
    else {
      this.#failed = true
      this.#options.host.trouble(this.node.id, made.error)
    }
  }

  [Symbol.dispose](): void {
    this.#instance?.[Symbol.dispose]()
    this.#wiring.dispose()
    this.#owned.dispose()
  }
}

/** Gives the index of each channel's first sample in the arena's floats. */
function linesIn({ block }: Arena): (bus: Bus | undefined) => number[] {
  return bus =>
    Array.from(
      { length: bus?.channels ?? 0 },
      (_, channel) => ((bus?.at ?? 0) >>> 2) + channel * block,
    )
}
