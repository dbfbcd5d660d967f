import type { Failure, Result } from '#shared/kit'
import {
  installedPlugins,
  installPlugin,
  isPinned,
  parseSource,
  upgradePlugin,
  type InstalledPlugin,
} from '../../../../plugins/packages'
import { exitCodes, oneLine, type Io } from '../../io'
import type { InstallFlags, UninstallFlags } from '../../author-commands'
import { installFromMarket, isFromMarket, namedVersion } from '../market/install-market'
import { updateByPolicy } from '../../../../marketplace/open-market'
import { followed, refreshed, refusal, withMarket } from '../market/open'
import { installPlaces } from './places'
import { permissionLines, refuse, scanLines } from './report'

/** `wireharp plugin install` */
export async function installCommand(
  io: Io,
  { source, ...flags }: InstallFlags & { readonly source: string },
): Promise<number> {
  const { registry, agree = false, json } = flags
  const places = { ...installPlaces(io, registry), agreed: agree }
  const parsed = parseSource(source, places.folder)
  // A name means a plugin of the registries that were added.
  if (parsed.ok && parsed.value.kind === 'registry' && places.registry === undefined) {
    return installFromMarket(io, { ...flags, ...namedVersion(source) })
  }
  io.status('Installing…')
  const installed = await installPlugin(source, places)
  io.status('')
  return tell(io, installed, json)
}

/** `wireharp plugin upgrade`: one, or all. */
export async function upgradeCommand(
  io: Io,
  { id, ...flags }: InstallFlags & { readonly id: string | undefined },
): Promise<number> {
  const { registry, agree = false, json } = flags
  if (flags.byPolicy === true) return upgradeByPolicy(io, json)
  const places = { ...installPlaces(io, registry), agreed: agree }
  const all = installedPlugins(places.plugins)
  const ids = id === undefined ? all.filter(each => !isPinned(places.plugins, each)) : [id]
  let code: number = exitCodes.done
  for (const each of ids) {
    if (isFromMarket(io, each) && places.registry === undefined) {
      code = Math.max(code, await installFromMarket(io, { ...flags, id: each, update: true }))
      continue
    }
    io.status(`Upgrading ${each}…`)
    const upgraded = await upgradePlugin(each, places)
    io.status('')
    code = Math.max(code, tell(io, upgraded, json))
  }
  if (ids.length === 0 && json !== true) io.out('There is nothing to upgrade.')
  return code
}

/** Every plugin whose newer version may come without anybody asking for it. */
function upgradeByPolicy(io: Io, json: boolean | undefined): Promise<number> {
  return withMarket(io, async market => {
    await refreshed(io, market)
    const done = await updateByPolicy(market)
    if (json === true) io.out(JSON.stringify(done, undefined, 2))
    else {
      for (const { id, from, to, outcome, why } of done) {
        io.out(oneLine(`${id} ${from} → ${to}: ${outcome}. ${why?.message ?? ''}`.trimEnd()))
      }
      if (done.length === 0) io.out('Nothing newer may come by itself.')
    }
    return done.some(({ outcome }) => outcome === 'failed') ? exitCodes.refused : exitCodes.done
  })
}

/** `wireharp plugin uninstall` */
export async function uninstallCommand(
  io: Io,
  { id, anyway = false, json }: UninstallFlags & { readonly id: string },
): Promise<number> {
  return withMarket(io, async market => {
    const task = await followed(io, market, market.uninstall(id, { anyway }))
    if (task?.state !== 'done') return refusal(io, task?.failures ?? [], [])
    const { version = '' } = task
    io.out(json === true ? JSON.stringify({ id, version }) : `Removed ${id} ${version}.`)
    return exitCodes.done
  })
}

function tell(
  io: Io,
  installed: Result<InstalledPlugin, readonly Failure[]>,
  json: boolean | undefined,
): number {
  if (!installed.ok) return refuse(io, installed.error)
  const plugin = installed.value
  if (json === true) {
    io.out(JSON.stringify(plugin))
    return exitCodes.done
  }
  io.out(oneLine(headline(plugin)))
  for (const line of permissionLines(plugin)) io.out(line)
  for (const line of scanLines(plugin)) io.out(oneLine(line).replace(/^/, '  '))
  for (const needed of plugin.missing) {
    io.err(oneLine(`It needs the plugin “${needed}”, which is not installed.`))
  }
  return exitCodes.done
}

function headline({ name, id, version, before, unchanged, resolved, folder }: InstalledPlugin) {
  const what = `${name} ${version} (${id})`
  if (unchanged) return `${what} was installed already, to the bit.`
  const how = before === undefined ? 'Installed' : `Replaced ${before} by`
  return `${how} ${what} from ${resolved}, in ${folder}.`
}
