import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NodeTrouble } from '#shared/contract'
import {
  emptyProject,
  type NodeDefinition,
  type ParamValue,
  type PortKind,
  type Project,
} from '#shared/graph'
import { unwrap, type Bytes, type Frames } from '#shared/kit'
import {
  buildEngineGraph,
  cycleOffline,
  OfflineEngines,
  renderOffline,
  type EngineGraph,
  type Sound,
} from '../../../engine'
import { silentLog } from '../../../kit'
import type { LoadedPlugins } from '../../load-plugins'

/** What a render gave. */
export interface Probe {
  readonly sha256: string
  readonly peakDb: number
  readonly renderMs: number
  /** Of the node under test. */
  readonly troubles: readonly NodeTrouble[]
  /** The left channel of what was heard. */
  readonly left: Float32Array
  /** By which the node under test says that it lags. */
  readonly latency: Frames
  readonly memory: Bytes
}

export interface Setting {
  readonly params?: Readonly<Record<string, ParamValue>>
  /** Name of a sound that goes into every input for sound, in place of noise; nothing where it is empty. */
  readonly sound?: string
  readonly bypassed?: boolean
  /** In a script host, where plugins run that nobody promoted; else in the engine’s process, which is there for this alone. */
  readonly hosted?: boolean
  readonly sampleRate?: 44_100 | 48_000 | 88_200 | 96_000
  /** Stands for another version of the same code. */
  readonly version?: string
  /** How many there are of it, side by side; one if left out. */
  readonly count?: number
}

const SOURCES: Readonly<Partial<Record<PortKind, string>>> = {
  audio: 'noise/noise',
  control: 'lfo/lfo',
  notes: 'sequencer/sequencer',
}

/** What makes an output heard that is no sound. */
const LISTENERS: Readonly<Partial<Record<PortKind, string>>> = {
  control: 'to-audio/to-audio',
  notes: 'fm/fm',
}

const RATE = 48_000
const SOUND_FRAMES: Frames = 8192
/** Longer than any fade of an edit. */
const CYCLE_FRAMES: Frames = 4096

/** Renders the node of a plugin under this and that condition, in the engine’s own process and sandbox. */
export class Bench implements AsyncDisposable {
  readonly #plugins: LoadedPlugins
  readonly #folder: string
  readonly #engines = new OfflineEngines()
  readonly #sounds = new Map<string, Sound>()

  private constructor(plugins: LoadedPlugins, folder: string) {
    this.#plugins = plugins
    this.#folder = folder
  }

  static async open(plugins: LoadedPlugins): Promise<Bench> {
    return new Bench(plugins, await mkdtemp(join(tmpdir(), 'wireharp-bench-')))
  }

  /** Two channels of a sound that files may hold and cables may not. */
  async addSound(name: string, sample: (frame: number) => number): Promise<void> {
    const path = join(this.#folder, `${name}.f32`)
    const samples = Float32Array.from({ length: SOUND_FRAMES * 2 }, (_, i) => sample(i >> 1))
    await using file = await open(path, 'w')
    await file.write(new Uint8Array(samples.buffer))
    this.#sounds.set(name, { path, sampleRate: RATE, channels: 2, frames: SOUND_FRAMES })
  }

  async render(graph: EngineGraph, frames: Frames): Promise<Probe> {
    const path = join(this.#folder, 'probe.wav')
    const rendered = unwrap(
      await renderOffline({
        graph,
        log: silentLog,
        engines: this.#engines,
        job: { path, format: 'wav32f', dither: 'none', from: 0, to: frames },
      }),
    )
    const { sha256, peakDb, renderMs, troubles, memory, latencies } = rendered
    const own = troubles.filter(({ node }) => node.startsWith('node'))
    return {
      ...{ sha256, peakDb, renderMs, troubles: own },
      left: await leftOf(path, frames),
      latency: latencies['node'] ?? 0,
      memory: memory.kernels + memory.scripts,
    }
  }

  /** Memory after each time that so many nodes were made, sounded and went. */
  cycles(definition: NodeDefinition, count: number, cycles: number): Promise<readonly Bytes[]> {
    const path = join(this.#folder, 'cycle.wav')
    return cycleOffline({
      graph: this.graph(definition, { count }),
      bare: this.graph(definition, { count: 0 }),
      job: { path, format: 'wav32f', dither: 'none', from: 0, to: CYCLE_FRAMES },
      cycles,
      log: silentLog,
    })
  }

  /** The node under test between its sources and the output. */
  graph(definition: NodeDefinition, setting: Setting = {}): EngineGraph {
    const { count = 1, sampleRate = RATE, bypassed } = setting
    const document: Project = { ...emptyProject('p', 'Bench'), sampleRate }
    const ids = Array.from({ length: count }, (_, index) => (index === 0 ? 'node' : `node${index}`))
    for (const id of ids) {
      this.#put(document, id, definition.type, setting.params)
      const node = document.graph.nodes[id]
      if (node !== undefined && bypassed === true) node.bypassed = true
      for (const [port, { kind }] of Object.entries(definition.inputs)) {
        this.#feed(document, kind, { node: id, port }, setting.sound)
      }
      const [output] = Object.entries(definition.outputs)
      if (output !== undefined) this.#hear(document, id, output[0], output[1].kind)
    }
    return this.#build(document, setting)
  }

  /** The same noise straight to the output. */
  dry(): EngineGraph {
    const document = emptyProject('p', 'Dry')
    this.#feed(document, 'audio', { node: 'output', port: 'in' }, undefined)
    return this.#build(document)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engines[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #build(document: Project, { hosted = false, version = '' }: Setting = {}): EngineGraph {
    const { catalog, code, found } = this.#plugins
    const own = new Map(
      [...found].map(([id, plugin]) => {
        const stamp = `${plugin.stamp}${version}`
        return [id, { ...plugin, stamp, ...(!hosted && { trust: 'promoted' as const }) }]
      }),
    )
    return buildEngineGraph(document, { catalog, code, found: own, sounds: this.#sounds })
  }

  #feed(document: Project, kind: PortKind, to: End, sound: string | undefined): void {
    const fromFile = kind === 'audio' && sound !== undefined
    const type = fromFile ? 'player/player' : SOURCES[kind]
    if (type === undefined || (fromFile && sound === '')) return
    this.#put(document, `source-${kind}`, type, fromFile ? { sound } : {})
    wire(document, { node: `source-${kind}`, port: 'out' }, to)
  }

  #hear(document: Project, node: string, port: string, kind: PortKind): void {
    const listener = LISTENERS[kind]
    if (kind !== 'audio' && listener === undefined) return
    const output = { node: 'output', port: 'in' }
    if (listener === undefined) return wire(document, { node, port }, output)
    this.#put(document, 'listener', listener)
    const into = Object.keys(this.#plugins.catalog.get(listener)?.inputs ?? {})[0] ?? 'in'
    wire(document, { node, port }, { node: 'listener', port: into })
    wire(document, { node: 'listener', port: 'out' }, output)
  }

  #put({ graph }: Project, id: string, type: string, params: Setting['params'] = {}): void {
    graph.nodes[id] = { id, type, position: { x: 0, y: 0 }, params: { ...params } }
  }
}

interface End {
  readonly node: string
  readonly port: string
}

function wire({ graph }: Project, from: End, to: End): void {
  const id = `${from.node}-${from.port}-${to.node}-${to.port}`
  graph.cables[id] = { id, from, to }
}

/** Of a stereo WAV file of floats. */
async function leftOf(path: string, frames: Frames): Promise<Float32Array> {
  const bytes = await readFile(path)
  const at = bytes.indexOf('data', 12, 'latin1') + 8
  return Float32Array.from({ length: frames }, (_, frame) => bytes.readFloatLE(at + frame * 8))
}
