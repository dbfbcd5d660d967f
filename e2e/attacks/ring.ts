import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Failure } from '../../src/shared/kit'
import { diffGraphs, type EngineGraph, type EngineNode } from '../../src/main/engine/graph'
import { loadKernels, Renderer, ScriptRunner, type ScriptEvent } from '../../src/main/engine/render'
import { graphOf, kernelNode } from '../../src/main/engine/testing/in-process'
import type { Outcome, Probe } from './probe'
import { keptWaitingMs, peakOf } from './processes'

export const LIMITS = { heapMb: 64, setUpMs: 400, callMs: 60, furtherMs: 10 }
const hostLimits = { ...LIMITS, waitMs: 8, share: 0.5, behindMs: 60 }
/** A host begins with some 60 MB. */
export const MOST_RSS = (LIMITS.heapMb + 128 + 64) * 2 ** 20
const BLOCK = 256
/** Blocks that a guest has to answer, where it does no harm. */
const ENOUGH = 16
const LONGEST_MS = 8000
/** Guests at a time: while some run, or wait for their deadlines, the processes of the next ones begin. */
const GUESTS = 3

/** A guest that is in, or that has just gone. */
interface Visit {
  readonly name: string
  readonly node: EngineNode
  readonly began: number
  readonly watch: { blockMs: number; identical: boolean; peakRss: number }
  readonly pids: Set<number>
  readonly ended: PromiseWithResolvers<Result>
  /** Once it is clear how it ended. */
  over?: { readonly outcome: Outcome; readonly message: string; readonly tookMs: number }
  /** Answers of the good plugin by then. */
  answersBefore: number
  since: number
}

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
  /** Processes in which it was. */
  readonly pids: readonly number[]
}

/**
 * An engine that sounds without a pause while hostile plugins are let in, a few at a time, and a second one that
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
  readonly #good: EngineNode
  readonly #visits = new Map<string, Visit>()
  readonly #waiting: (() => void)[] = []
  #graph: EngineGraph
  #probes = 0
  #inside = 0
  #runs = false
  #disposed = false

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
    this.#good = this.#script('good', GOOD)
    this.#graph = this.#graphNow()
    this.#renderer.commit(diffGraphs(undefined, this.#graph))
    this.#alone.commit(diffGraphs(undefined, this.#calm))
    this.#renderer.rewind(0)
    this.#alone.rewind(0)
    this.#scripts.live = true
  }

  /** Waits until there is room for it. */
  async run(probe: Probe): Promise<Result> {
    if (this.#inside >= GUESTS) await new Promise<void>(resolve => this.#waiting.push(resolve))
    else this.#inside += 1
    this.#probes += 1
    const name = `guest${this.#probes}`
    const began = performance.now()
    const visit: Visit = {
      name,
      node: this.#script(name, probe.code(), probe.guest),
      began,
      watch: { blockMs: 0, identical: true, peakRss: 0 },
      pids: new Set(),
      ended: Promise.withResolvers<Result>(),
      answersBefore: 0,
      since: began,
    }
    this.#visits.set(name, visit)
    this.#commit()
    void this.#play()
    const result = await visit.ended.promise
    const next = this.#waiting.shift()
    if (next === undefined) this.#inside -= 1
    else next()
    return result
  }

  /** Processes of plugins that are there now. */
  get pids(): readonly number[] {
    return this.#scripts.hosts.pids
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#renderer[Symbol.dispose]()
    this.#alone[Symbol.dispose]()
    this.#scripts[Symbol.dispose]()
    rmSync(this.#folder, { recursive: true })
  }

  #graphNow(): EngineGraph {
    const guests = [...this.#visits.values()].filter(({ over }) => over === undefined)
    const nodes = [...others(), this.#good, ...guests.map(({ node }) => node)]
    return graphOf(nodes, [...wires, 'osc>good', ...guests.map(({ name }) => `osc>${name}`)])
  }

  #commit(): void {
    const graph = this.#graphNow()
    this.#renderer.commit(diffGraphs(this.#graph, graph))
    this.#graph = graph
  }

  /** Sounds as long as a guest is there. */
  async #play(): Promise<void> {
    if (this.#runs) return
    this.#runs = true
    while (this.#visits.size > 0) {
      this.#block()
      for (const visit of this.#visits.values()) this.#look(visit)
      // The guests want the processor too.
      await setTimeout(1)
    }
    this.#runs = false
  }

  #block(): void {
    const [began, kept] = [performance.now(), keptWaitingMs()]
    this.#renderer.render(BLOCK)
    // What others on this machine took is no fault of the guests’.
    const blockMs = performance.now() - began - (keptWaitingMs() - kept)
    this.#alone.render(BLOCK)
    const identical = sameBits(this.#renderer.interleaved(BLOCK), this.#alone.interleaved(BLOCK))
    for (const { name, watch, pids } of this.#visits.values()) {
      watch.blockMs = Math.max(watch.blockMs, blockMs)
      watch.identical &&= identical
      for (const pid of this.#scripts.hosts.pidsOf(name)) {
        pids.add(pid)
        watch.peakRss = Math.max(watch.peakRss, peakOf(pid))
      }
    }
  }

  #look(visit: Visit): void {
    if (visit.over === undefined) this.#judge(visit)
    else this.#part(visit, visit.over)
  }

  /** Takes it away as soon as it is clear how it ends. */
  #judge(visit: Visit): void {
    const { name, began } = visit
    const now = performance.now()
    const outcome = this.#outcomeOf(name) ?? (now - began > LONGEST_MS ? 'ran' : undefined)
    if (outcome === undefined) return
    const message = this.#troubles.find(([node]) => node === name)?.[1].message ?? ''
    visit.over = { outcome, message, tookMs: now - began }
    visit.since = now
    visit.answersBefore = this.#answers('good')
    this.#commit()
  }

  /** Until it has gone, and the good plugin still answers; one that a busy machine cut off is started afresh. */
  #part(
    { name, watch, pids, ended, answersBefore, since }: Visit,
    over: NonNullable<Visit['over']>,
  ) {
    const failed = this.#troubles.findIndex(([node]) => node === 'good')
    if (failed >= 0) {
      this.#troubles.splice(failed, 1)
      this.#renderer.retry('good')
    }
    const nextWorks = this.#answers('good') > answersBefore + 2
    const isGone = this.#scripts.hosts.pidsOf(name).length === 0
    if (!(nextWorks && isGone) && performance.now() - since < LONGEST_MS) return
    this.#visits.delete(name)
    ended.resolve({ ...over, ...watch, nextWorks, pids: [...pids] })
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

function sameBits(a: Float32Array, b: Float32Array): boolean {
  const bytes = (samples: Float32Array) =>
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  return bytes(a).equals(bytes(b))
}
