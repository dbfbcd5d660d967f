import { outerOf } from '#shared/graph'
import { fail, type Failure } from '#shared/kit'
import type { NodeTrouble } from '#shared/contract'
import type { EngineDsp, EngineGraph, EngineNode } from '../graph'
import type { LastWords } from '../protocol'

/** What is wrong with which node, and which nodes may not run again before someone asks for it. */
export class Troubles {
  readonly #byNode = new Map<string, NodeTrouble>()
  readonly #banned = new Set<string>()

  /** By the nodes of the document: of one that is made of others the trouble inside is its own. */
  get list(): readonly NodeTrouble[] {
    return [...this.#byNode.values()].map(trouble => ({ ...trouble, node: outerOf(trouble.node) }))
  }

  get bypassed(): readonly string[] {
    const all = [...this.#byNode.values()]
    return all.filter(trouble => trouble.state === 'bypassed').map(trouble => trouble.node)
  }

  /** A script failed inside the engine, which bypassed it, or gave what is no sound. */
  report(node: string, failure: Failure): void {
    if (this.#byNode.get(node)?.state === 'bypassed') return
    const state = failure.code === 'script-output-invalid' ? 'faulty' : 'bypassed'
    this.#byNode.set(node, { node, state, code: failure.code, message: failure.message })
  }

  /** A script took the engine down: it is not let in again. */
  ban(words: LastWords, graph: EngineGraph): void {
    if (words.node === undefined) return
    const label = graph.nodes[words.node]?.label ?? words.node
    const failure =
      words.reason === 'memory'
        ? fail('script-memory', `${label} took more memory than there is for all.`)
        : fail('script-hung', `${label} stopped answering, so the engine was replaced.`)
    this.#banned.add(words.node)
    this.#byNode.delete(words.node)
    this.report(words.node, failure)
  }

  isTold(node: string): boolean {
    return this.#byNode.has(node)
  }

  /** The node may run again, and all that it is made of. */
  pardon(node: string): boolean {
    const parts = [...this.#byNode.keys(), ...this.#banned].filter(id => outerOf(id) === node)
    return [node, ...parts].map(id => this.#pardonOne(id)).includes(true)
  }

  #pardonOne(node: string): boolean {
    this.#byNode.delete(node)
    return this.#banned.delete(node)
  }

  /** A new engine tries all scripts again but those that took one down. */
  restart(): void {
    for (const node of this.#byNode.keys()) if (!this.#banned.has(node)) this.#byNode.delete(node)
  }

  /** The engine's memory did not hold the graph, or does again; nothing is heard, so the outputs say so. */
  tooLarge(failure: Failure | undefined, graph: EngineGraph | undefined): boolean {
    const outputs = Object.values(graph?.nodes ?? {}).filter(({ kind }) => kind === 'output')
    const told = outputs.some(({ id }) => this.#byNode.get(id)?.code === 'graph-too-large')
    if (told === (failure !== undefined)) return false
    for (const { id } of outputs) {
      this.#byNode.delete(id)
      if (failure !== undefined) this.report(id, failure)
    }
    return true
  }

  /** Forgets nodes that are gone. */
  keep(nodes: Readonly<Record<string, unknown>>): void {
    for (const node of this.#byNode.keys()) if (!(node in nodes)) this.#pardonOne(node)
  }

  clear(): void {
    this.#byNode.clear()
    this.#banned.clear()
  }

  /** The graph without what is banned from running. */
  tame(graph: EngineGraph): EngineGraph {
    if (this.#banned.size === 0) return graph
    const nodes = Object.values(graph.nodes).map((node): [string, EngineNode] =>
      this.#banned.has(node.id)
        ? [node.id, { ...node, bypassed: true, dsp: idle }]
        : [node.id, node],
    )
    return { ...graph, nodes: Object.fromEntries(nodes) }
  }
}

/** Not even its set-up runs: that may be what hung. */
const idle: EngineDsp = { form: 'kernels', kernels: {}, cables: [] }
