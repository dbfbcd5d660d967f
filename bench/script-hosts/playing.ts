import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, type Failure } from '../../src/shared/kit'
import { diffGraphs, type EngineNode, type ScriptPlace } from '../../src/main/engine/graph'
import { realTimeHostLimits, realTimeLimits } from '../../src/main/engine/host/script-limits'
import { loadKernels, Renderer, ScriptRunner, type ScriptEvent } from '../../src/main/engine/render'
import { graphOf, kernelNode } from '../../src/main/engine/testing/in-process'

export const BLOCK = 256
export const BLOCK_MS = (BLOCK / 48_000) * 1000
/** Of the look-ahead: a block that comes later than that is missed. */
export const LOOK_AHEAD_MS = 21

/** What a guest does with its `inputs`, `outputs` and `frames`. */
const HALVES = `
  for (let c = 0; c < outputs.out.length; c++) for (let i = 0; i < frames; i++) outputs.out[c][i] = inputs.in[c][i] / 2`

export function kill9(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It had ended by itself.
  }
}

/** Noise through gains, and beside them a guest that is not heard. */
export class Playing implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bench-'))
  readonly #does: string
  readonly events: ScriptEvent[] = []
  readonly troubles: Failure[] = []
  readonly scripts: ScriptRunner
  readonly #renderer: Renderer

  /**
   * On a machine that is busy with other things a call may take long and fall behind, and that is not what is
   * measured: a script that is too slow stays bypassed.
   */
  constructor(place: ScriptPlace, nodes = 1, guests = 1, does = HALVES, callMs = 5000) {
    this.#does = does
    const patient = { callMs, behindMs: 600_000 }
    this.scripts = new ScriptRunner({ ...realTimeLimits, ...patient }, () => {}, {
      hostLimits: { ...realTimeHostLimits, ...patient },
      spare: true,
      onEvent: event => this.events.push(event),
    })
    this.#renderer = new Renderer({
      kernels: loadKernels(1024),
      scripts: this.scripts,
      onTrouble: (_node, failure) => {
        if (place === 'engine') throw new Error(fail('internal', failure.message).message)
        this.troubles.push(failure)
      },
    })
    const chain = Array.from({ length: nodes }, (_, index) =>
      kernelNode(`gain${index}`, 'gain', {}, true),
    )
    const path = ['noise', ...chain.map(({ id }) => id), 'output']
    const wires = path.slice(1).map((to, index) => `${path[index]}>${to}`)
    const own = Array.from({ length: guests }, (_, index) => this.#guest(place, `guest${index}`))
    const row = ['noise', ...own.map(({ id }) => id)]
    const graph = graphOf(
      [kernelNode('noise', 'noise'), ...chain, ...own],
      [...wires, ...row.slice(1).map((to, index) => `${row[index]}>${to}`)],
    )
    this.#renderer.commit(diffGraphs(undefined, graph))
  }

  start(): void {
    this.#renderer.rewind(0)
    this.scripts.live = true
  }

  render(frames: number): void {
    this.#renderer.render(frames)
  }

  same(other: Playing): boolean {
    const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
      Buffer.from(buffer, byteOffset, byteLength)
    return bytes(this.#renderer.interleaved(BLOCK)).equals(
      bytes(other.#renderer.interleaved(BLOCK)),
    )
  }

  /** Processes of guests. */
  get guests(): readonly number[] {
    return this.scripts.hosts.pidsOf('guest')
  }

  stop(): void {
    this.scripts.hosts[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    this.#renderer[Symbol.dispose]()
    this.scripts[Symbol.dispose]()
    rmSync(this.#folder, { recursive: true })
  }

  #guest(place: ScriptPlace, id: string): EngineNode {
    const path = join(this.#folder, 'guest.js')
    writeFileSync(
      path,
      `export default { nodes: { node: () => ({ process({ inputs, outputs, frames }) {
        ${this.#does}
      } }) } }`,
    )
    return {
      ...kernelNode(id, 'gain', {}, true),
      dsp: { form: 'script', code: { plugin: 'guest', node: 'node', path, place } },
    }
  }
}
