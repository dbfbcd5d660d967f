import { dirname, sep } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import { runRefusal, type PolicyFile, type PolicyState } from '../policy'
import { readBisection } from './bisect'
import { isDynamic, pathFolders } from './dynamic-plugins'
import type { FoundPlugin, PluginChoices } from './load-plugins'
import { isWrittenHere, MADE_HERE } from './made-here'
import { revocationsFor } from './packages/trust/revoked-plugins'

/** What others than the user decide: which plugins may not run, and what their nodes may have. */
export function rules(
  plugins: string,
  policy: PolicyFile,
  env?: Readonly<Record<string, string | undefined>>,
): Pick<PluginChoices, 'refused' | 'limits'> {
  // Looked at once, not for each plugin.
  const { state } = policy
  const { memoryMb, cpuPercent } = state.policy.limits
  const limits = {
    ...(memoryMb !== undefined && { heapMb: memoryMb }),
    ...(cpuPercent !== undefined && { share: cpuPercent / 100 }),
  }
  const refused = refusals(plugins, state, env)
  return Object.keys(limits).length === 0 ? { refused } : { refused, limits }
}

/**
 * What tells of a plugin why it may not run, whatever the user chose: it was revoked, policy.yaml says so, it is off while
 * the one that is to blame is looked for, or it is code from WIREHARP_PLUGIN_PATH that nobody let in. `plugins` is the
 * folder of the user’s.
 */
function refusals(
  plugins: string,
  policy: PolicyState,
  env: Readonly<Record<string, string | undefined>> = process.env,
): (plugin: FoundPlugin) => Failure | undefined {
  const revoked = revocationsFor(plugins)
  const off = new Set(readBisection(dirname(plugins))?.off)
  const asleep = isDynamic(env) ? [] : pathFolders(env)
  return plugin =>
    revoked(plugin) ??
    byPolicy(plugin, policy) ??
    bisected(plugin, off) ??
    undynamic(plugin, asleep)
}

function byPolicy(
  { manifest, origin, source, installed }: FoundPlugin,
  policy: PolicyState,
): Failure | undefined {
  // What was made here is the user’s own: nobody else signs it.
  if (source === MADE_HERE || isWrittenHere(source)) return undefined
  const key = installed?.publisher?.key
  return runRefusal(policy, {
    id: installed?.aliasOf ?? manifest.id,
    isBuiltIn: origin === 'built-in',
    ...(key !== undefined && { key }),
  })
}

function bisected(
  { manifest, origin }: FoundPlugin,
  off: ReadonlySet<string>,
): Failure | undefined {
  if (origin === 'built-in' || !off.has(manifest.id)) return undefined
  return fail('plugin-bisected', `${manifest.name} is off while the plugin to blame is looked for.`)
}

/** What is data alone loads from everywhere. */
function undynamic(
  { manifest, folder, code, origin }: FoundPlugin,
  roots: readonly string[],
): Failure | undefined {
  const isThere = roots.some(root => folder === root || folder.startsWith(root + sep))
  const hasCode =
    code !== undefined || Object.values(manifest.nodes).some(({ dsp }) => dsp.form === 'wasm')
  if (origin === 'built-in' || !isThere || !hasCode) return undefined
  return fail('plugin-dynamic-off', `${manifest.name} is code from WIREHARP_PLUGIN_PATH.`)
}
