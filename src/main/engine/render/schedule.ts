import { QUANTUM, type Frames } from '#shared/kit'
import { isModulation, orderGraph, type Cable, type CableEnd, type PortSpec } from '#shared/graph'
import type { EngineNode } from '../graph'
import { allocateBus, type Bus } from './bus'
import { bypassStep } from './bypass'
import type { KernelModule } from './kernel-module'
import { delayStep, guardStep, mixStep, type Source, type Step } from './steps'
import type { Unit } from './unit'

/** Steps that run together: over the whole block, or, where cables form a loop, quantum by quantum. */
interface Stretch {
  readonly loops: boolean
  readonly steps: Step[]
}

/** The order of rendering for one state of the graph. */
export interface Schedule extends Disposable {
  render(frames: Frames): void
}

export interface ScheduleParts {
  readonly kernels: KernelModule
  readonly nodes: ReadonlyMap<string, EngineNode>
  readonly cables: ReadonlyMap<string, Cable>
  /** What the outputs of the graph are summed into. */
  readonly master: Bus
  /** The unit of a node whose inputs have these numbers of channels: the present one, or another. */
  unit(node: EngineNode, inputChannels: Readonly<Record<string, number>>): Unit
  /** What an output made in the quantum before, for the cables that close a loop. */
  delay(output: string, channels: number): Bus
  /** Address of a node's peaks. */
  meter(node: string): number
  mended(node: string): void
}

export function buildSchedule(parts: ScheduleParts): Schedule {
  const { kernels, nodes, cables, master } = parts
  const { groups, feedback } = orderGraph(nodes.keys(), cables.values())
  const owned = new DisposableStack()
  using failing = new DisposableStack()
  failing.use(owned)
  const buses = new Map<string, Bus>()
  const feeding = [...cables.values()].filter(cable => !isModulation(cable))
  const incoming = Map.groupBy(feeding.toSorted(byId), cable => endKey(cable.to))
  const looping = Map.groupBy(
    [...cables.values()].filter(({ id }) => feedback.has(id)),
    ({ from }) => from.node,
  )
  const finals: Bus[] = []
  const stretches: Stretch[] = []
  for (const group of groups) append(stretches, stretchOf(group))
  const sum = mixStep(
    kernels,
    master,
    finals.map(bus => ({ bus, delayed: false })),
  )

  failing.move()
  return {
    render: frames => {
      for (const { loops, steps } of stretches) {
        const length = loops ? QUANTUM : frames
        for (let offset = 0; offset < frames; offset += length) {
          for (let i = 0; i < steps.length; i++) steps[i]?.run(offset, length)
        }
      }
      sum.run(0, frames)
    },
    [Symbol.dispose]: () => owned.dispose(),
  }

  function stretchOf(group: readonly string[]): Stretch {
    const steps: Step[] = []
    for (const id of group) {
      const node = nodes.get(id)
      if (node !== undefined) steps.push(...nodeSteps(node))
    }
    const delayed = new Map(
      group.flatMap(id => looping.get(id) ?? []).map(({ from }) => [endKey(from), from]),
    )
    for (const [key, from] of delayed) {
      const source = buses.get(key)
      if (source !== undefined) steps.push(delayStep(kernels, delayOf(from), source))
    }
    return { loops: delayed.size > 0, steps }
  }

  function nodeSteps(node: EngineNode): Step[] {
    const sources = new Map(
      Object.keys(node.inputs).map(port => [port, sourcesOf(node.id, port)] as const),
    )
    const channels: Record<string, number> = {}
    for (const [port, list] of sources) {
      if (list.length > 0) channels[port] = Math.max(...list.map(({ bus }) => bus.channels))
    }
    if (node.kind === 'output') return outputSteps(node, [...sources.values()].flat())
    const unit = parts.unit(node, channels)
    for (const [port, bus] of unit.outputs) buses.set(endKey({ node: node.id, port }), bus)
    const steps: Step[] = []
    const inputs = new Map<string, Bus>()
    for (const [port, list] of sources) {
      const [only] = list
      if (only === undefined) continue
      if (list.length === 1 && !only.delayed) inputs.set(port, only.bus)
      else {
        const bus = allocateBus(kernels.arena, channels[port] ?? 1, owned)
        steps.push(mixStep(kernels, bus, list))
        inputs.set(port, bus)
      }
    }
    const own = unit.wire(inputs)
    steps.push(...(node.bypassed ? [bypassStep(kernels, node, inputs, unit.outputs)] : own))
    for (const bus of unit.outputs.values()) steps.push(guard(node, bus))
    return steps
  }

  /** An output node is heard: it has no unit, only what comes in. */
  function outputSteps(node: EngineNode, sources: readonly Source[]): Step[] {
    const bus = allocateBus(kernels.arena, master.channels, owned)
    finals.push(bus)
    return [mixStep(kernels, bus, node.bypassed ? [] : sources), guard(node, bus)]
  }

  function guard(node: EngineNode, bus: Bus): Step {
    return guardStep(kernels, bus, parts.meter(node.id), () => parts.mended(node.id))
  }

  function sourcesOf(node: string, port: string): Source[] {
    return (incoming.get(endKey({ node, port })) ?? []).flatMap(cable => {
      const delayed = feedback.has(cable.id)
      const bus = delayed ? delayOf(cable.from) : buses.get(endKey(cable.from))
      return bus === undefined ? [] : [{ bus, delayed }]
    })
  }

  /** Its channels follow from the port alone, not from the graph. */
  function delayOf(from: CableEnd): Bus {
    return parts.delay(endKey(from), channelsOf(nodes.get(from.node)?.outputs[from.port]))
  }
}

function channelsOf(port: PortSpec | undefined): number {
  if (typeof port?.channels === 'number') return port.channels
  return port?.kind === 'audio' ? 2 : 1
}

/** Neighbours that run over the whole block are one stretch. */
function append(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1)
  if (last === undefined || last.loops || next.loops) stretches.push(next)
  else last.steps.push(...next.steps)
}

function endKey({ node, port }: CableEnd): string {
  return `${node}/${port}`
}

/** Sums are made in the order of the cables' ids: float addition in another order gives other bits. */
function byId(a: Cable, b: Cable): number {
  return a.id < b.id ? -1 : 1
}
