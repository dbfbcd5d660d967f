import type { Frames } from '#shared/kit'
import { isModulation, orderGraph, type Cable, type CableEnd, type PortSpec } from '#shared/graph'
import type { EngineNode } from '../graph'
import { allocateBus, type Bus } from './bus'
import { bypassSteps } from './bypass'
import type { Helpers } from './helpers'
import type { KernelModule } from './kernel-module'
import { Program, type StepGroup } from './program'
import { BusReads, StepMaker, type Source, type Step } from './steps'
import type { Unit } from './unit'

/** The order of rendering for one state of the graph. */
export interface Schedule extends Disposable {
  render(frames: Frames): void
}

export interface ScheduleParts {
  readonly kernels: KernelModule
  /** Where the executor's threads find their work. */
  readonly board: number
  readonly helpers: Helpers | undefined
  readonly nodes: ReadonlyMap<string, EngineNode>
  readonly cables: ReadonlyMap<string, Cable>
  /** What the outputs of the graph are summed into. */
  readonly master: Bus
  /** The unit of a node whose inputs have these numbers of channels: the present one, or another. */
  unit(node: EngineNode, inputChannels: Readonly<Record<string, number>>): Unit
  /** What an output made in the quantum before, for the cables that close a loop. */
  delay(output: string, channels: number): Bus
  /** Where a node's peaks and the count of its mended samples are kept. */
  gauge(node: string): Gauge
  /** Whether every node's level is asked for. */
  readonly metered: boolean
}

/** Addresses of what is measured at a node's outputs. */
export interface Gauge {
  readonly peaks: number
  readonly mended: number
}

export function buildSchedule(parts: ScheduleParts): Schedule {
  const { kernels, nodes, cables, master } = parts
  const { groups, feedback } = orderGraph(nodes.keys(), cables.values())
  const owned = new DisposableStack()
  using failing = new DisposableStack()
  failing.use(owned)
  const reads = new BusReads()
  const maker = new StepMaker(kernels, owned, reads)
  const buses = new Map<string, Bus>()
  const feeding = [...cables.values()].filter(cable => !isModulation(cable))
  const incoming = Map.groupBy(feeding.toSorted(byId), cable => endKey(cable.to))
  const looping = Map.groupBy(
    [...cables.values()].filter(({ id }) => feedback.has(id)),
    ({ from }) => from.node,
  )
  const groupOf = new Map(groups.flatMap((group, index) => group.map(id => [id, index] as const)))
  const waits = groups.map(() => new Set<number>())
  for (const { id, from, to } of cables.values()) {
    const [before, after] = [groupOf.get(from.node), groupOf.get(to.node)]
    if (before === undefined || after === undefined || feedback.has(id)) continue
    if (before !== after) waits[after]?.add(before)
  }
  const finals: { bus: Bus; group: number }[] = []
  const stepGroups: StepGroup[] = groups.map((group, index) => ({
    ...stepsOf(group, index),
    waits: [...(waits[index] ?? [])],
  }))
  stepGroups.push({
    steps: [maker.mix(master, finals)],
    loops: false,
    waits: finals.map(({ group }) => group),
  })
  const program = owned.use(new Program(kernels, parts.board, stepGroups, reads, parts.helpers))

  failing.move()
  return {
    render: frames => program.render(frames),
    [Symbol.dispose]: () => owned.dispose(),
  }

  function stepsOf(group: readonly string[], index: number): { steps: Step[]; loops: boolean } {
    const steps: Step[] = []
    for (const id of group) {
      const node = nodes.get(id)
      if (node !== undefined) steps.push(...nodeSteps(node, index))
    }
    const delayed = new Map(
      group.flatMap(id => looping.get(id) ?? []).map(({ from }) => [endKey(from), from]),
    )
    for (const [key, from] of delayed) {
      const source = buses.get(key)
      if (source === undefined) continue
      const { peaks, mended } = parts.gauge(from.node)
      // What goes round and round must not grow beyond all bounds.
      steps.push(maker.guard(source, peaks, mended), maker.keep(delayOf(from), source))
    }
    return { loops: delayed.size > 0, steps }
  }

  function nodeSteps(node: EngineNode, index: number): Step[] {
    const sources = new Map(
      Object.keys(node.inputs).map(port => [port, sourcesOf(node.id, port)] as const),
    )
    const channels: Record<string, number> = {}
    for (const [port, list] of sources) {
      if (list.length > 0) channels[port] = Math.max(...list.map(({ bus }) => bus.channels))
    }
    if (node.kind === 'output') return outputSteps(node, [...sources.values()].flat(), index)
    const unit = parts.unit(node, channels)
    for (const [port, bus] of unit.outputs) buses.set(endKey({ node: node.id, port }), bus)
    const steps: Step[] = []
    const inputs = new Map<string, Bus>()
    for (const [port, list] of sources) {
      const [only] = list
      if (only === undefined) continue
      if (list.length === 1 && !only.held) inputs.set(port, only.bus)
      else {
        const bus = allocateBus(kernels.arena, channels[port] ?? 1, owned)
        steps.push(maker.mix(bus, list))
        inputs.set(port, bus)
      }
    }
    const own = unit.wire(inputs, reads)
    steps.push(...(node.bypassed ? bypassSteps(maker, node, inputs, unit.outputs) : own))
    for (const [port, bus] of unit.outputs) {
      const kind = node.outputs[port]?.kind
      if (kind === 'notes') continue
      const { peaks, mended } = parts.gauge(node.id)
      if (unit.wild) steps.push(maker.guard(bus, peaks, mended))
      else if (parts.metered) steps.push(maker.meter(bus, peaks))
    }
    return steps
  }

  /** An output node is heard: it has no unit, only what comes in. */
  function outputSteps(node: EngineNode, sources: readonly Source[], group: number): Step[] {
    const bus = allocateBus(kernels.arena, master.channels, owned)
    finals.push({ bus, group })
    const { peaks, mended } = parts.gauge(node.id)
    return [maker.mix(bus, node.bypassed ? [] : sources), maker.guard(bus, peaks, mended)]
  }

  function sourcesOf(node: string, port: string): Source[] {
    return (incoming.get(endKey({ node, port })) ?? []).flatMap(cable => {
      const held = feedback.has(cable.id)
      const bus = held ? delayOf(cable.from) : buses.get(endKey(cable.from))
      return bus === undefined ? [] : [{ bus, held }]
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

function endKey({ node, port }: CableEnd): string {
  return `${node}/${port}`
}

/** Sums are made in the order of the cables' ids: float addition in another order gives other bits. */
function byId(a: Cable, b: Cable): number {
  return a.id < b.id ? -1 : 1
}
