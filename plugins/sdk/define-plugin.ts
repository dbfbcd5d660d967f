/** The part of a node's entry in `plugin.json` that its code is typed by. */
export interface NodeManifest {
  readonly inputs?: Readonly<Record<string, unknown>>
  readonly outputs?: Readonly<Record<string, unknown>>
  readonly params?: Readonly<Record<string, unknown>>
  readonly dsp: { readonly form: string }
}

/** `plugin.json` as TypeScript sees it when it is imported. */
export interface PluginManifest {
  readonly nodes: Readonly<Record<string, NodeManifest>>
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
  process(quantum: Quantum<Node>): void
}

export type NodeSetup<Node extends NodeManifest = NodeManifest> = (
  context: NodeContext,
) => NodeCode<Node>

type ScriptNodes<Nodes> = {
  [
    Key in keyof Nodes as Nodes[Key] extends {
      readonly dsp: { readonly form: string; readonly kernels: unknown }
    }
      ? never
      : Key
  ]: Nodes[Key] extends NodeManifest ? NodeSetup<Nodes[Key]> : never
}

export interface PluginCode {
  readonly nodes: Readonly<Record<string, unknown>>
}

/**
 * A plugin's code: a set-up function for every node that plugin.json declares with `"form": "script"`. Ports and
 * parameters are typed by the manifest.
 *
 * @example
 * import manifest from './plugin.json'
 * import { definePlugin, effect } from '@wireharp/sdk'
 *
 * export default definePlugin(manifest, {
 *   invert: effect(() => ({
 *     process({ inputs, outputs, frames }) {
 *       inputs.in.forEach((channel, index) => {
 *         for (let i = 0; i < frames; i++) outputs.out[index][i] = -channel[i]
 *       })
 *     },
 *   })),
 * })
 */
export function definePlugin<const Manifest extends PluginManifest>(
  _manifest: Manifest,
  nodes: ScriptNodes<Manifest['nodes']>,
): PluginCode {
  return { nodes: { ...nodes } }
}

/** A node that changes what comes in. The set-up runs once a node, `process` once a quantum. */
export function effect<Node extends NodeManifest>(setup: NodeSetup<Node>): NodeSetup<Node> {
  return setup
}

/** A node that makes sound of its own. */
export function generator<Node extends NodeManifest>(setup: NodeSetup<Node>): NodeSetup<Node> {
  return setup
}
