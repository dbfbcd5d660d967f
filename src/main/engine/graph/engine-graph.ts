import type { Frames, Hertz } from '#shared/kit'
import type {
  Automation,
  Cable,
  CableId,
  FlatNote,
  KernelsDsp,
  LatencySpec,
  NodeId,
  NodeSpec,
  ParamId,
  PortSpec,
  TempoMap,
} from '#shared/graph'
import type { StricterLimits } from '../../sandbox'
import type { KeptSamples } from './kept-sound'

/** Decoded audio on disk: raw interleaved f32, little-endian, no header. */
export interface Sound {
  readonly path: string
  readonly sampleRate: Hertz
  readonly channels: number
  readonly frames: Frames
}

/** Where a plugin's code runs: in the engine, or in a process of its own. */
export type ScriptPlace = 'engine' | 'host'

/** A plugin's bundled code. */
export interface ScriptCode {
  readonly plugin: string
  /** Key of the node in the plugin's manifest. */
  readonly node: string
  /** Absolute path of the bundle, one ES module without imports; or of a Wasm module. */
  readonly path: string
  /** What it is written in; JavaScript where it is left out. */
  readonly kind?: 'script' | 'wasm'
  /** Changes with the code. */
  readonly revision?: string
  /** `engine` where it is left out. */
  readonly place?: ScriptPlace
  /** Less than a plugin may have by itself: policy.yaml says so. */
  readonly limits?: StricterLimits
}

export type EngineDsp =
  | KernelsDsp
  | { readonly form: 'script'; readonly code: ScriptCode }
  /** What a node gave in a render before: it stands for that node. */
  | { readonly form: 'kept'; readonly kept: KeptSamples }

/** How a knob covers its range; only numbers have one. */
export interface ParamRange {
  readonly min: number
  readonly max: number
  readonly curve: 'linear' | 'exponential'
  readonly step?: number
}

export interface EngineParam {
  /** As the engine counts it; see `paramNumber`. */
  readonly value: number
  /** Continuous parameters glide to a new value, choices and switches jump. */
  readonly glides: boolean
  readonly range?: ParamRange
  readonly points?: Automation
}

/** A node as the engine needs it: defaults filled in, files resolved. */
export interface EngineNode {
  readonly id: NodeId
  readonly label: string
  readonly kind: NodeSpec['kind']
  readonly inputs: Readonly<Record<string, PortSpec>>
  readonly outputs: Readonly<Record<string, PortSpec>>
  readonly dsp: EngineDsp
  readonly bypassed: boolean
  /**
   * By how much its outputs lag behind its inputs: of a script, as its manifest declares; and of a node that stands
   * for others and gives what they gave as it is.
   */
  readonly latency?: LatencySpec
  readonly params: Readonly<Record<ParamId, EngineParam>>
  readonly sounds: Readonly<Record<ParamId, Sound>>
  /** What it plays of the timeline, in order; only nodes that bring notes of the timeline into the graph have any. */
  readonly notes?: readonly FlatNote[]
  /** What its random numbers begin with, where that is not its id: it stands beside the node of this id. */
  readonly seed?: NodeId
  /** Of an output: it is a stem, and no part of what is heard. */
  readonly apart?: boolean
}

export interface EngineTransport {
  readonly sampleRate: Hertz
  readonly length: Frames
  /** The tempo of the whole timeline; 120 beats (quarter notes) a minute where it is left out. */
  readonly tempo?: TempoMap
  readonly loop?: { readonly start: Frames; readonly end: Frames }
}

/** What the engine plays: the document, reduced to what can be rendered. */
export interface EngineGraph {
  readonly transport: EngineTransport
  readonly nodes: Readonly<Record<NodeId, EngineNode>>
  readonly cables: Readonly<Record<CableId, Cable>>
}
