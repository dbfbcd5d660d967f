import type { PluginContext } from './context'
import type { NodeManifest, NodeSetup } from './nodes'
import { providersOf, type ProviderFactories } from './providers'
import type { Right } from './rights'
import type { SensorCode } from './sensors'
import type { ToolCode } from './tools'
import type { WorkCode } from './works'

/** `plugin.json` as TypeScript sees it when it is imported. */
export interface PluginManifest {
  readonly id?: string
  readonly nodes?: Readonly<Record<string, NodeManifest>>
  readonly tools?: Readonly<Record<string, unknown>>
  readonly sensors?: Readonly<Record<string, unknown>>
}

type Keys<T> = T extends undefined ? never : keyof T

/** A node that plugin.json makes of kernels, or of a Wasm module, needs no code. */
type ScriptNodes<Nodes> = {
  [
    Key in keyof Nodes as Nodes[Key] extends {
      readonly dsp:
        | { readonly form: string; readonly kernels: unknown }
        | { readonly form: string; readonly module: unknown }
        | { readonly form: string; readonly work: unknown }
    }
      ? never
      : Key
  ]: Nodes[Key] extends NodeManifest ? NodeSetup<Nodes[Key]> : never
}

/** A node that works as a job needs code where it says as what it hears its clips. */
type WorkNodes<Nodes, Rights extends Right> = {
  [
    Key in keyof Nodes as Nodes[Key] extends {
      readonly dsp: { readonly form: string; readonly hears: unknown }
    }
      ? Key
      : never
  ]: WorkCode<Rights>
}

/** Whether the machine has what the plugin needs, and what is missing. */
export interface DependencyCheck {
  readonly ok: boolean
  /** A short sentence; the plugin is skipped with it. */
  readonly reason?: string
}

interface Common<Rights extends Right> {
  /** What the code uses of `permissions`; the context has these members and no others. */
  readonly rights?: readonly Rights[]
  readonly providers?: ProviderFactories<Rights>
  /** Asked before anything else runs. A plugin whose machine lacks something is skipped, not failed. */
  readonly checkDependencies?: (
    context: PluginContext<Rights>,
  ) => DependencyCheck | Promise<DependencyCheck>
  /** Once, before the first call. A throw marks the plugin as failed. */
  readonly setup?: (context: PluginContext<Rights>) => void | Promise<void>
  /** Once, after the last call, also where others failed. */
  readonly teardown?: (context: PluginContext<Rights>) => void | Promise<void>
}

/** What the manifest has under a key; nothing where it has no such key. */
type Part<Manifest, Key extends string> =
  Manifest extends Readonly<Record<Key, infer Declared>> ? Declared : unknown

interface Parts<Manifest extends PluginManifest, Rights extends Right> {
  readonly nodes?: ScriptNodes<Manifest['nodes']>
  readonly works?: WorkNodes<Manifest['nodes'], Rights>
  readonly tools?: { readonly [Key in Keys<Manifest['tools']>]: ToolCode<Rights> }
  readonly sensors?: { readonly [Key in Keys<Manifest['sensors']>]: SensorCode<Rights> }
}

/** Where plugin.json has entries that need code, the code cannot be left out. */
type Needed<Manifest> = (keyof ScriptNodes<Part<Manifest, 'nodes'>> extends never
  ? unknown
  : { readonly nodes: unknown }) &
  (keyof WorkNodes<Part<Manifest, 'nodes'>, never> extends never
    ? unknown
    : { readonly works: unknown }) &
  (keyof Part<Manifest, 'tools'> extends never ? unknown : { readonly tools: unknown }) &
  (keyof Part<Manifest, 'sensors'> extends never ? unknown : { readonly sensors: unknown })

/** Everything that plugin.json promises. */
export type CodeOf<Manifest extends PluginManifest, Rights extends Right> = Common<Rights> &
  Parts<Manifest, Rights> &
  Needed<Manifest>

/** What Wireharp finds as the default export of a plugin's bundle. */
export interface PluginCode {
  readonly nodes: Readonly<Record<string, unknown>>
  /** By node. */
  readonly works: Readonly<Record<string, unknown>>
  readonly tools: Readonly<Record<string, unknown>>
  readonly sensors: Readonly<Record<string, unknown>>
  /** By `<kind>/<name>`. */
  readonly providers: Readonly<Record<string, unknown>>
  readonly rights: readonly Right[]
  readonly checkDependencies?: unknown
  readonly setup?: unknown
  readonly teardown?: unknown
}

/**
 * A plugin's code, typed by its manifest: a set-up function for every node with `"form": "script"`, a function
 * for every tool, an object for every sensor, and what runs before and after them.
 *
 * @example
 * import { definePlugin, effect } from '@wireharp/sdk'
 *
 * // As a rule: import manifest from './plugin.json'
 * const manifest = {
 *   nodes: {
 *     invert: {
 *       inputs: { in: { kind: 'audio' } },
 *       outputs: { out: { kind: 'audio' } },
 *       dsp: { form: 'script' },
 *     },
 *   },
 * }
 *
 * export default definePlugin(manifest, {
 *   nodes: {
 *     invert: effect(() => ({
 *       process({ inputs, outputs, frames }) {
 *         outputs.out.forEach((to, channel) => {
 *           const from = inputs.in[channel]
 *           if (from === undefined) return
 *           for (let i = 0; i < frames; i++) to[i] = -(from[i] ?? 0)
 *         })
 *       },
 *     })),
 *   },
 * })
 */
export function definePlugin<
  const Manifest extends PluginManifest,
  const Rights extends Right = never,
>(_manifest: Manifest, code: CodeOf<Manifest, Rights>): PluginCode {
  const { nodes, works, tools, sensors, providers, rights, checkDependencies, setup, teardown } =
    code
  return {
    nodes: { ...nodes },
    works: { ...works },
    tools: { ...tools },
    sensors: { ...sensors },
    providers: providersOf(providers),
    rights: [...(rights ?? [])],
    ...(checkDependencies !== undefined && { checkDependencies }),
    ...(setup !== undefined && { setup }),
    ...(teardown !== undefined && { teardown }),
  }
}
