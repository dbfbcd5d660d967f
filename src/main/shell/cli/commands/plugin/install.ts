import type { Failure, Result } from '#shared/kit'
import {
  installedPlugins,
  installPlugin,
  isPinned,
  uninstallPlugin,
  upgradePlugin,
  type InstalledPlugin,
} from '../../../../plugins/packages'
import { exitCodes, oneLine, type Io } from '../../io'
import type { InstallFlags } from '../../author-commands'
import type { JsonFlag } from '../../command-parts'
import { installPlaces } from './places'
import { permissionLines, refuse, scanLines } from './report'

/** `wireharp plugin install` */
export async function installCommand(
  io: Io,
  { source, registry, json }: InstallFlags & { readonly source: string },
): Promise<number> {
  io.status('Installing…')
  const installed = await installPlugin(source, installPlaces(io, registry))
  io.status('')
  return tell(io, installed, json)
}

/** `wireharp plugin upgrade`: one, or all. */
export async function upgradeCommand(
  io: Io,
  { id, registry, json }: InstallFlags & { readonly id: string | undefined },
): Promise<number> {
  const places = installPlaces(io, registry)
  const all = installedPlugins(places.plugins)
  const ids = id === undefined ? all.filter(each => !isPinned(places.plugins, each)) : [id]
  let code: number = exitCodes.done
  for (const each of ids) {
    io.status(`Upgrading ${each}…`)
    const upgraded = await upgradePlugin(each, places)
    io.status('')
    code = Math.max(code, tell(io, upgraded, json))
  }
  if (ids.length === 0 && json !== true) io.out('There is nothing to upgrade.')
  return code
}

/** `wireharp plugin uninstall` */
export async function uninstallCommand(
  io: Io,
  { id, json }: JsonFlag & { readonly id: string },
): Promise<number> {
  const gone = await uninstallPlugin(id, installPlaces(io).plugins)
  if (!gone.ok) return refuse(io, [gone.error])
  io.out(json === true ? JSON.stringify(gone.value) : `Removed ${id} ${gone.value.version}.`)
  return exitCodes.done
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
