import type { Bytes, Failure, Frames } from '#shared/kit'
import type { Cable } from '#shared/graph'
import { diffGraphs, type EngineGraph, type EngineNode } from '../graph'
import type { ScriptLimits } from '../../sandbox'
import { loadKernels, Renderer, ScriptRunner, type Pause, type ScriptEvent } from '../render'

const usualLimits: ScriptLimits = { heapMb: 64, setUpMs: 2000, callMs: 2000 }

export interface InProcessOptions {
  /** Longest block of the kernels. */
  readonly block?: Frames
  /** Threads beside this one. */
  readonly helpers?: number
  /** Of plugins in this process. */
  readonly limits?: ScriptLimits
  /** Of plugins in processes of their own. */
  readonly hostLimits?: ScriptLimits
  /** Listen to every output: steps that could become one do not. */
  readonly tapped?: boolean
  /** Most bytes of players' sounds that are held in memory. */
  readonly stored?: Bytes
  /** Scripts that come while it is live are set up on other threads. */
  readonly apart?: boolean
}

/** A graph rendered in the test's own process. */
export class InProcess implements Disposable {
  readonly renderer: Renderer
  readonly troubles: [node: string, failure: Failure][] = []
  readonly events: ScriptEvent[] = []
  readonly scripts: ScriptRunner
  readonly #tapped: boolean
  #graph: EngineGraph | undefined

  constructor(
    graph: EngineGraph,
    {
      block = 1024,
      helpers = 0,
      tapped = false,
      limits = usualLimits,
      hostLimits = usualLimits,
      stored,
      apart = false,
    }: InProcessOptions = {},
  ) {
    this.#tapped = tapped
    this.scripts = new ScriptRunner(limits, () => {}, {
      hostLimits,
      apart,
      onEvent: event => this.events.push(event),
    })
    this.renderer = new Renderer({
      kernels: loadKernels(block, stored),
      helpers,
      scripts: this.scripts,
      onTrouble: (node, failure) => this.troubles.push([node, failure]),
    })
    this.load(graph)
    this.renderer.rewind(0)
  }

  /** What the next `load` of this graph brings, made a little at a time while the present one sounds. */
  prepare(graph: EngineGraph): Generator<Pause, void> {
    return this.renderer.prepare(diffGraphs(this.#graph, graph))
  }

  load(graph: EngineGraph): void {
    const batch = diffGraphs(this.#graph, graph)
    this.#graph = graph
    const taps = Object.values(graph.nodes).flatMap(({ id, outputs }) =>
      Object.keys(outputs).map(port => ({ node: id, port })),
    )
    this.renderer.commit(this.#tapped ? [...batch, { op: 'set-taps', taps }] : batch)
  }

  /** Interleaved stereo, in blocks of the given sizes, over and over. */
  render(frames: Frames, sizes: readonly Frames[] = [1024]): Float32Array {
    const samples = new Float32Array(frames * 2)
    for (let at = 0, turn = 0; at < frames; turn++) {
      const size = Math.min(sizes[turn % sizes.length] ?? 1024, frames - at)
      this.renderer.render(size)
      samples.set(this.renderer.interleaved(size), at * 2)
      at += size
    }
    return samples
  }

  [Symbol.dispose](): void {
    this.renderer[Symbol.dispose]()
    this.scripts[Symbol.dispose]()
  }
}

const plain = { label: 'Node', bypassed: false, params: {}, sounds: {} }

export const outputNode: EngineNode = {
  ...plain,
  id: 'output',
  kind: 'output',
  inputs: { in: { kind: 'audio' } },
  outputs: {},
  dsp: { form: 'kernels', kernels: {}, cables: [] },
}

/** A kernel as a node of its own, with an input `in` and an output `out`. */
export function kernelNode(
  id: string,
  kernel: string,
  params: Readonly<Record<string, number>> = {},
  hasInput = false,
): EngineNode {
  return {
    ...plain,
    id,
    kind: hasInput ? 'effect' : 'generator',
    inputs: hasInput ? { in: { kind: 'audio' } } : {},
    outputs: { out: { kind: 'audio', channels: 'input' } },
    dsp: {
      form: 'kernels',
      kernels: { k: { kernel, params } },
      cables: hasInput ? ['in -> k.in', 'k.out -> out'] : ['k.out -> out'],
    },
  }
}

/** An amplifier: what it hears, by a control signal, frame by frame. */
export function ampNode(id: string): EngineNode {
  const node = kernelNode(id, 'gain', {}, true)
  return {
    ...node,
    inputs: { ...node.inputs, gain: { kind: 'control' } },
    dsp: {
      form: 'kernels',
      kernels: { k: { kernel: 'gain', params: { gain: { input: 'gain' } } } },
      cables: ['in -> k.in', 'k.out -> out'],
    },
  }
}

/** Nodes and `from>to` or `from>to.port` cables, with an output node. */
export function graphOf(
  nodes: readonly EngineNode[],
  wires: readonly string[],
  transport: Partial<EngineGraph['transport']> = {},
): EngineGraph {
  return {
    transport: { sampleRate: 48_000, length: 48_000 * 3600, ...transport },
    nodes: Object.fromEntries([...nodes, outputNode].map(node => [node.id, node])),
    cables: Object.fromEntries(
      wires.map((wire, index) => [`c${index}`, cableOf(`c${index}`, wire)]),
    ),
  }
}

function cableOf(id: string, wire: string): Cable {
  const [from = '', to = ''] = wire.split('>')
  const [node = '', port = 'in'] = to.split('.')
  return { id, from: { node: from, port: 'out' }, to: { node, port } }
}
