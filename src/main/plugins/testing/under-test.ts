import {
  emptyProject,
  type Cable,
  type NodeDefinition,
  type ParamValue,
  type PortKind,
  type Project,
} from '#shared/graph'
import { buildEngineGraph, type EngineGraph } from '../../engine'
import { InProcess } from '../../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from '../load-plugins'
import type { TestSounds } from './test-sounds'

export const { catalog, code, found, plugins } = loadPlugins({ builtIn: builtInPlugins() })

/** Every built-in node that has a sound of its own to answer for; what a node makes as a job is no part of what plays. */
export const definitions = [...catalog.values()].filter(
  ({ kind, dsp }) => kind !== 'output' && dsp.form !== 'job',
)

/** For `test.each`: the type, then the node. */
export const named = (list: readonly NodeDefinition[]) =>
  list.map(definition => [definition.type, definition] as const)

/** Sound in, sound out. */
export const effects = definitions.filter(
  ({ inputs, outputs }) =>
    Object.values(inputs)[0]?.kind === 'audio' && outputs['out']?.kind === 'audio',
)

const SOURCES: Readonly<Record<PortKind, string | undefined>> = {
  audio: 'noise/noise',
  control: 'lfo/lfo',
  notes: 'sequencer/sequencer',
  data: undefined,
  clip: undefined,
}

/** What makes an output heard that is not sound. */
const LISTENERS: Readonly<Record<string, string>> = {
  control: 'to-audio/to-audio',
  notes: 'fm/fm',
}

export interface Setting {
  readonly params?: Readonly<Record<string, ParamValue>>
  /** Type of what feeds the inputs of a kind, in place of the usual one; empty for nothing. */
  readonly sources?: Readonly<Partial<Record<PortKind, string>>>
  readonly sourceParams?: Readonly<Record<string, ParamValue>>
}

/** The node under test, `node`, with a source on every input and its first output heard. */
export function projectOf(definition: NodeDefinition, setting: Setting = {}): Project {
  const document = emptyProject('p', 'Under test')
  put(document, 'node', definition.type, setting.params)
  for (const [port, { kind }] of Object.entries(definition.inputs)) {
    const source = { ...SOURCES, ...setting.sources }[kind]
    if (source === undefined || source === '') continue
    const id = `source-${kind}`
    put(document, id, source, setting.sourceParams)
    wire(document, { node: id, port: 'out' }, { node: 'node', port })
  }
  const [output] = Object.entries(definition.outputs)
  if (output === undefined) return document
  const [port, { kind }] = output
  const listener = LISTENERS[kind]
  const heard = { node: listener === undefined ? 'node' : 'listener', port: 'out' }
  if (listener !== undefined) {
    put(document, 'listener', listener)
    const into = Object.keys(catalog.get(listener)?.inputs ?? {})[0] ?? 'in'
    wire(document, { node: 'node', port }, { node: 'listener', port: into })
    wire(document, heard, { node: 'output', port: 'in' })
  } else wire(document, { node: 'node', port }, { node: 'output', port: 'in' })
  return document
}

export function put(
  { graph }: Project,
  id: string,
  type: string,
  params: Readonly<Record<string, ParamValue>> = {},
): void {
  graph.nodes[id] = { id, type, position: { x: 0, y: 0 }, params: { ...params } }
}

export function wire(
  { graph }: Project,
  from: Cable['from'],
  to: Cable['to'],
  depth?: number,
): void {
  const id = `${from.node}-${from.port}-${to.node}-${to.port}`
  graph.cables[id] = { id, from, to, ...(depth !== undefined && { depth }) }
}

/** A sound for every file that the node takes. */
export function withSounds(
  { params }: NodeDefinition,
  asset: string,
): Readonly<Record<string, ParamValue>> {
  const files = Object.entries(params).filter(([, { kind }]) => kind === 'file')
  return Object.fromEntries(files.map(([id]) => [id, asset]))
}

/** Renders what a project says, and looks at every output of the node under test. */
export class UnderTest implements Disposable {
  readonly run: InProcess
  readonly #graph: EngineGraph

  constructor(document: Project, sounds: TestSounds['sounds'] = new Map()) {
    this.#graph = buildEngineGraph(document, { catalog, code, found, sounds })
    this.run = new InProcess(this.#graph, { tapped: true })
  }

  /** Frames by which the first output of the node lags behind the timeline. */
  get lag(): number {
    return this.#taps()[0]?.lag ?? 0
  }

  /** What is heard; throws at the first sample of the node's own that is no number. */
  render(frames: number): Float32Array {
    const heard = new Float32Array(frames * 2)
    for (let at = 0; at < frames; at += 1024) {
      const part = Math.min(1024, frames - at)
      heard.set(this.run.render(part), at * 2)
      this.#inspect(at, part)
    }
    return heard
  }

  [Symbol.dispose](): void {
    this.run[Symbol.dispose]()
  }

  #inspect(at: number, frames: number): void {
    const { floats, block } = this.run.renderer.kernels.arena
    for (const { bus, port } of this.#taps()) {
      for (let channel = 0; channel < bus.channels; channel++) {
        const first = (bus.at >>> 2) + channel * block
        const bad = floats.subarray(first, first + frames).findIndex(x => !Number.isFinite(x))
        if (bad >= 0) throw new Error(`${port} gives ${floats[first + bad]} at frame ${at + bad}`)
      }
    }
  }

  /** The outputs of the node that are signals. */
  #taps() {
    let index = 0
    return Object.values(this.#graph.nodes).flatMap(({ id, outputs }) =>
      Object.entries(outputs).flatMap(([port, { kind }]) => {
        const tap = this.run.renderer.tap(index)
        index += 1
        return id === 'node' && kind !== 'notes' && tap !== undefined ? [{ ...tap, port }] : []
      }),
    )
  }
}
