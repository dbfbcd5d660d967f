/** The part of a node's entry in `plugin.json` that its code is typed by. */
export interface NodeManifest {
  readonly inputs?: Readonly<Record<string, unknown>>
  readonly outputs?: Readonly<Record<string, unknown>>
  readonly params?: Readonly<Record<string, unknown>>
  readonly dsp: { readonly form: string }
}

/** What a node knows when it is made. */
export interface NodeContext {
  /** Hz, the project's. */
  readonly sampleRate: number
}

type Keys<T> = T extends undefined ? never : keyof T

/**
 * One step of processing: 128 frames. The arrays belong to the node for as long as it lives and are the same
 * ones in every call; outputs are zeroed before it.
 */
export interface Quantum<Node extends NodeManifest = NodeManifest> {
  /** Samples by port and channel: `inputs.in[0][i]`. A port with nothing wired to it has no channels. */
  readonly inputs: Readonly<Record<Keys<Node['inputs']>, readonly Float32Array[]>>
  /** Samples to write, by port and channel. */
  readonly outputs: Readonly<Record<Keys<Node['outputs']>, readonly Float32Array[]>>
  /**
   * Every parameter's value at every frame, automation and glides done: `params.gain[i]`, in the unit of
   * plugin.json. Choices count from 0, toggles are 0 or 1. They are for reading: values that stand still are not
   * written again, so what a node writes here stays until the parameter changes.
   */
  readonly params: Readonly<Record<Keys<Node['params']>, Float32Array>>
  /** Always 128. */
  readonly frames: number
  /** Where on the timeline the quantum begins, in frames. */
  readonly position: number
}

/** A running node. Keep state in fields or closures, not in mutable top-level variables: those are slow. */
export interface NodeCode<Node extends NodeManifest = NodeManifest> {
  /** Fills the outputs. Called once every 128 frames, so it must neither wait nor make garbage. */
  process(quantum: Quantum<Node>): void
  /**
   * What goes on when the plugin’s code is replaced while it sounds: something that JSON can hold, at most 1 MB of it.
   * Phases, filters’ memories, counters; what is missing begins anew.
   */
  getState?(): unknown
  /** Takes what another version of the code kept. Throwing refuses it: the old code goes on then. */
  setState?(state: unknown): void
}

/** Makes a running node; called once for every node on the canvas. */
export type NodeSetup<Node extends NodeManifest = NodeManifest> = (
  context: NodeContext,
) => NodeCode<Node>

/**
 * A node that changes what comes in. The set-up runs once a node, `process` once a quantum.
 *
 * @example
 * import { effect } from '@wireharp/sdk'
 *
 * export const half = effect(() => ({
 *   process({ inputs, outputs, frames }) {
 *     const from = inputs['in']?.[0]
 *     const to = outputs['out']?.[0]
 *     if (from === undefined || to === undefined) return
 *     for (let i = 0; i < frames; i++) to[i] = (from[i] ?? 0) / 2
 *   },
 * }))
 */
export function effect<Node extends NodeManifest>(setup: NodeSetup<Node>): NodeSetup<Node> {
  return setup
}

/**
 * A node that makes sound of its own.
 *
 * @example
 * import { generator } from '@wireharp/sdk'
 *
 * export const ramp = generator(() => {
 *   let phase = 0
 *   return {
 *     process({ outputs, frames }) {
 *       const to = outputs['out']?.[0]
 *       if (to === undefined) return
 *       for (let i = 0; i < frames; i++) to[i] = phase = (phase + 0.01) % 1
 *     },
 *   }
 * })
 */
export function generator<Node extends NodeManifest>(setup: NodeSetup<Node>): NodeSetup<Node> {
  return setup
}

/**
 * A node that listens: sound in, a control signal out.
 *
 * @example
 * import { analyzer } from '@wireharp/sdk'
 *
 * export const peak = analyzer(() => ({
 *   process({ inputs, outputs, frames }) {
 *     const from = inputs['in']?.[0]
 *     const to = outputs['level']?.[0]
 *     if (from === undefined || to === undefined) return
 *     for (let i = 0; i < frames; i++) to[i] = Math.abs(from[i] ?? 0)
 *   },
 * }))
 */
export function analyzer<Node extends NodeManifest>(setup: NodeSetup<Node>): NodeSetup<Node> {
  return setup
}
