import { dirname } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import { runRefusal, type PolicyFile } from '../policy'
import { readBisection } from './bisect'
import type { FoundPlugin } from './load-plugins'
import { isWrittenHere, MADE_HERE } from './made-here'
import { revocationsFor } from './packages/trust/revoked-plugins'

/**
 * What tells of a plugin why it may not run, whatever the user chose: it was revoked, policy.yaml says so, or it is off
 * while the one that is to blame is looked for. `plugins` is the folder of the user’s.
 */
export function refusals(
  plugins: string,
  policy: PolicyFile,
): (plugin: FoundPlugin) => Failure | undefined {
  const revoked = revocationsFor(plugins)
  const off = new Set(readBisection(dirname(plugins))?.off)
  return plugin => revoked(plugin) ?? byPolicy(plugin, policy) ?? bisected(plugin, off)
}

function byPolicy(
  { manifest, origin, source, installed }: FoundPlugin,
  { state }: PolicyFile,
): Failure | undefined {
  // What was made here is the user’s own: nobody else signs it.
  if (source === MADE_HERE || isWrittenHere(source)) return undefined
  const key = installed?.publisher?.key
  return runRefusal(state, {
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
