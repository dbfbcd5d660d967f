import { emptyProject, type NodeDefinition, type Project } from '#shared/graph'
import { buildEngineGraph, diffGraphs, type EngineGraph } from '../../src/main/engine/graph'
import { warmUp } from '../../src/main/engine/host/warm-up'
import { loadKernels, Renderer, ScriptRunner } from '../../src/main/engine/render'
import { put, wire } from '../../src/main/plugins/testing/under-test'
import { builtInPlugins, loadPlugins } from '../../src/main/plugins'
import { median } from '../median'

type Milliseconds = number

const { catalog, code } = loadPlugins({ builtIn: builtInPlugins() })
const SIZES = [40, 300, 1000, 10_000]
/** Every kind of node is added to graphs up to this size; to larger ones, some. */
const ALL_KINDS_UP_TO = 300
const FEW_KINDS = 12
/** Blocks of a quantum in which a fade begins and ends. */
const BLOCKS = 8

export interface EditsRow {
  readonly nodes: number
  /** The first batch, which brings all of them. */
  readonly firstMs: Milliseconds
  /** Of the batches after it: the thread's time for taking one, and for the end of its fade. */
  readonly takeMs: Milliseconds
  readonly endMs: Milliseconds
  /** The longest that anything kept the thread from the next block. */
  readonly longestMs: Milliseconds
}

/**
 * Adds nodes to a graph that plays, wires them and takes them away again. Processor time of the thread that renders, so
 * that other work of the machine counts little.
 */
export function editsBench(): EditsRow[] {
  return SIZES.map(measure)
}

function measure(nodes: number): EditsRow {
  using player = new Player()
  const firstMs = player.begin(tracks(nodes))
  const kinds = [...catalog.values()].filter(({ kind }) => kind !== 'output')
  const every = nodes > ALL_KINDS_UP_TO ? Math.ceil(kinds.length / FEW_KINDS) : 1
  for (const [index, definition] of kinds.entries()) {
    if (index % every !== 0) continue
    for (const project of edits(nodes, definition)) player.edit(project)
  }
  const { takes, ends, steps } = player
  const longestMs = Math.max(...takes, ...ends, ...steps)
  return { nodes, firstMs, takeMs: median(takes), endMs: median(ends), longestMs }
}

/** A renderer with a graph that plays, and how long each part of each edit took. */
class Player implements Disposable {
  readonly takes: Milliseconds[] = []
  readonly ends: Milliseconds[] = []
  readonly steps: Milliseconds[] = []
  readonly #scripts = new ScriptRunner({ heapMb: 64, setUpMs: 2000, callMs: 2000 }, () => {})
  readonly #renderer = new Renderer({
    kernels: loadKernels(),
    metered: true,
    scripts: this.#scripts,
    onTrouble: () => {},
  })
  #graph: EngineGraph | undefined

  begin(project: Project): Milliseconds {
    warmUp(this.#renderer)
    const batch = this.#batch(project)
    const took = timed(() => this.#renderer.commit(batch))
    this.#renderer.rewind(0)
    for (let block = 0; block < BLOCKS; block++) this.#renderer.render(128)
    return took
  }

  edit(project: Project): void {
    const batch = this.#batch(project)
    const making = this.#renderer.prepare(batch)
    for (let over = false; !over;) {
      this.steps.push(
        timed(() => {
          over = making.next().done === true
        }),
      )
    }
    this.takes.push(timed(() => this.#renderer.commit(batch)))
    const blocks = Array.from({ length: BLOCKS }, () => timed(() => this.#renderer.render(128)))
    this.ends.push(Math.max(...blocks))
  }

  [Symbol.dispose](): void {
    this.#renderer[Symbol.dispose]()
    this.#scripts[Symbol.dispose]()
  }

  #batch(project: Project) {
    const graph = buildEngineGraph(project, { catalog, code, sounds: new Map() })
    const batch = diffGraphs(this.#graph, graph)
    this.#graph = graph
    return batch
  }
}

/** Tracks of four nodes each. */
function tracks(nodes: number): Project {
  const project = emptyProject('edits', 'Edits')
  for (let track = 0; track < Math.max(1, nodes / 4); track++) {
    const kinds = ['oscillator/oscillator', 'filter/filter', 'compressor/compressor', 'pan/pan']
    const ids = kinds.map((type, index) => {
      put(project, `n${track}-${index}`, type)
      return `n${track}-${index}`
    })
    for (const [index, node] of ids.entries()) {
      const to = ids[index + 1] ?? 'output'
      wire(project, { node, port: 'out' }, { node: to, port: 'in' })
    }
  }
  return project
}

/** A node comes, is wired to what there is, and goes. */
function edits(nodes: number, { type, inputs, outputs }: NodeDefinition): Project[] {
  const [alone, wired] = [tracks(nodes), tracks(nodes)]
  for (const project of [alone, wired]) put(project, 'new', type)
  const audio = (ports: NodeDefinition['inputs']) =>
    Object.keys(ports).find(port => ports[port]?.kind === 'audio')
  const [into, from] = [audio(inputs), audio(outputs)]
  if (into !== undefined) wire(wired, { node: 'n0-1', port: 'out' }, { node: 'new', port: into })
  if (from !== undefined) {
    wire(wired, { node: 'new', port: from }, { node: 'output', port: 'in' })
  }
  return [alone, wired, tracks(nodes)]
}

function timed(work: () => void): Milliseconds {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
