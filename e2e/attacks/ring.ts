import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Failure } from '../../src/shared/kit'
import { diffGraphs, type EngineGraph, type EngineNode } from '../../src/main/engine/graph'
import { loadKernels, Renderer, ScriptRunner, type ScriptEvent } from '../../src/main/engine/render'
import { graphOf, kernelNode } from '../../src/main/engine/testing/in-process'
import type { Outcome, Probe } from './probe'

export const LIMITS = { heapMb: 64, setUpMs: 400, callMs: 60, furtherMs: 10 }
const hostLimits = { ...LIMITS, waitMs: 8, share: 0.5, behindMs: 60 }
/** A host begins with some 60 MB. */
export const MOST_RSS = (LIMITS.heapMb + 128 + 64) * 2 ** 20
const BLOCK = 256
/** Blocks that a guest has to answer, where it does no harm. */
const ENOUGH = 16
const LONGEST_MS = 8000

export interface Result {
  readonly outcome: Outcome
  readonly message: string
  /** Longest time that one block of sound took. */
  readonly blockMs: number
  /** From the first sign of the guest to the end of it. */
  readonly tookMs: number
  readonly peakRss: number
  /** Whether all other nodes gave the very samples that they give without the guest. */
  readonly identical: boolean
  /** Whether the next plugin works. */
  readonly nextWorks: boolean
}

/**
 * An engine that sounds without a pause while one hostile plugin after the other is let in, and a second one that
 * never hears of them: what both make is compared sample by sample.
 */
export class Ring implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'ring-'))
  readonly #scripts: ScriptRunner
  readonly #renderer: Renderer
  readonly #alone: Renderer
  readonly #troubles: [node: string, failure: Failure][] = []
  readonly #events: ScriptEvent[] = []
  readonly #calm: EngineGraph
  #graph: EngineGraph
  #probes = 0

  constructor() {
    this.#scripts = new ScriptRunner({ ...LIMITS, callMs: 1000 }, () => {}, {
      hostLimits,
      spare: true,
      onEvent: event => this.#events.push(event),
    })
    this.#renderer = new Renderer({
      kernels: loadKernels(BLOCK),
      scripts: this.#scripts,
      onTrouble: (node, failure) => this.#troubles.push([node, failure]),
    })
    this.#alone = new Renderer({
      kernels: loadKernels(BLOCK),
      scripts: new ScriptRunner(LIMITS, () => {}),
      onTrouble: () => {},
    })
    this.#calm = graphOf(others(), wires)
    this.#graph = graphOf([...others(), this.#script('good', GOOD)], [...wires, 'osc>good'])
    this.#renderer.commit(diffGraphs(undefined, this.#graph))
    this.#alone.commit(diffGraphs(undefined, this.#calm))
    this.#renderer.rewind(0)
    this.#alone.rewind(0)
    this.#scripts.live = true
  }

  async run(probe: Probe): Promise<Result> {
    this.#probes += 1
    const name = `guest${this.#probes}`
    const guest = this.#script(name, probe.code(), probe.guest)
    const without = this.#graph
    const nodes = [...Object.values(this.#graph.nodes).filter(({ id }) => id !== 'output'), guest]
    this.#commit(graphOf(nodes, [...wires, 'osc>good', `osc>${name}`]))
    const watch = { blockMs: 0, identical: true, peakRss: 0 }
    const began = performance.now()
    let outcome: Outcome | undefined
    while (outcome === undefined && performance.now() - began < LONGEST_MS) {
      await this.#block(watch)
      outcome = this.#outcomeOf(name)
    }
    const tookMs = performance.now() - began
    const message = this.#troubles.find(([node]) => node === name)?.[1].message ?? ''
    this.#commit(without)
    const nextWorks = await this.#goes(watch)
    return { outcome: outcome ?? 'ran', message, tookMs, nextWorks, ...watch }
  }

  /** Processes of plugins that are there now. */
  get pids(): readonly number[] {
    return this.#scripts.hosts.pids
  }

  [Symbol.dispose](): void {
    this.#renderer[Symbol.dispose]()
    this.#alone[Symbol.dispose]()
    this.#scripts[Symbol.dispose]()
    rmSync(this.#folder, { recursive: true })
  }

  #commit(graph: EngineGraph): void {
    this.#renderer.commit(diffGraphs(this.#graph, graph))
    this.#graph = graph
  }

  async #block(watch: { blockMs: number; identical: boolean; peakRss: number }): Promise<void> {
    const began = performance.now()
    this.#renderer.render(BLOCK)
    watch.blockMs = Math.max(watch.blockMs, performance.now() - began)
    this.#alone.render(BLOCK)
    watch.identical &&= sameBits(this.#renderer.interleaved(BLOCK), this.#alone.interleaved(BLOCK))
    for (const pid of this.pids) watch.peakRss = Math.max(watch.peakRss, peakOf(pid))
    // The guest wants the processor too.
    await setTimeout(1)
  }

  #outcomeOf(name: string): Outcome | undefined {
    const failure = this.#troubles.find(([node]) => node === name)?.[1]
    if (failure !== undefined) return outcomes[failure.code] ?? 'threw'
    return this.#answers(name) >= ENOUGH ? 'ran' : undefined
  }

  #counts = new Map<string, number>()

  /** Calls that the node has answered. */
  #answers(name: string): number {
    for (const [node, { calls }] of Object.entries(this.#scripts.figures())) {
      this.#counts.set(node, (this.#counts.get(node) ?? 0) + calls)
    }
    return this.#counts.get(name) ?? 0
  }

  /** Whether the good plugin still answers; one that a busy machine cut off is started afresh. */
  async #goes(watch: { blockMs: number; identical: boolean; peakRss: number }): Promise<boolean> {
    const before = this.#answers('good')
    if (this.#troubles.some(([node]) => node === 'good')) {
      this.#troubles.length = 0
      this.#renderer.retry('good')
    }
    for (const began = performance.now(); performance.now() - began < LONGEST_MS;) {
      await this.#block(watch)
      if (this.#answers('good') > before + 2) return true
    }
    return false
  }

  #script(name: string, code: Uint8Array, guest: Probe['guest'] = 'js'): EngineNode {
    const path = join(this.#folder, name)
    writeFileSync(path, code)
    const kind = guest === 'js' ? 'script' : 'wasm'
    return {
      ...kernelNode(name, 'gain', {}, true),
      dsp: { form: 'script', code: { plugin: name, node: 'node', path, kind, place: 'host' } },
      params: { p: { value: 0.5, glides: false } },
    }
  }
}

const GOOD = new TextEncoder().encode(`export default { nodes: { node: () => ({
  process({ inputs, outputs }) { outputs.out[0].set(inputs.in[0]) } }) } }`)

const wires = ['osc>quieter', 'quieter>output']

function others(): EngineNode[] {
  return [kernelNode('osc', 'oscillator'), kernelNode('quieter', 'gain', { gain: 0.5 }, true)]
}

const outcomes: Readonly<Record<string, Outcome>> = {
  'script-timeout': 'timeout',
  'script-threw': 'threw',
  'script-output-invalid': 'mended',
  'script-memory': 'memory',
  'script-hung': 'killed',
  'script-died': 'killed',
  'plugin-code-failed': 'refused',
  'wasm-refused': 'refused',
}

/** As the kernel remembers it; 0 of a process that is gone. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
  const bytes = (samples: Float32Array) =>
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  return bytes(a).equals(bytes(b))
}
