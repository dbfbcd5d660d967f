import { fail } from '#shared/kit'
import { appPaths } from '../../../../kit'
import { measureHere } from '../../../../plugins/packages'
import { openParts } from '../../../../tools'
import type { JsonFlag } from '../../command-parts'
import { exitCodes, oneLine, type Io } from '../../io'
import { openPlugins } from '../places'
import { installPlaces } from './places'
import { certificateLines, driftLines, refuse } from './report'

/** `wireharp plugin measure`: what is kept of it shows in the app and in `wireharp plugin doctor`. */
export async function measureCommand(
  io: Io,
  { id, json }: JsonFlag & { readonly id: string },
): Promise<number> {
  await using plugins = openPlugins(io.env)
  const plugin = plugins.get(id)
  if (plugin === undefined || !plugins.found.has(id)) {
    return refuse(io, [fail('plugin-not-found', `There is no plugin “${oneLine(id)}”.`)])
  }
  const { version, folder } = plugin
  const measured = await measureHere(
    { id, version, folder, data: appPaths(io.env).data },
    {
      builtIn: installPlaces(io).builtIn,
      openParts,
      onProgress: what => io.status(`Looking at ${what}…`),
    },
  )
  io.status('')
  if (!measured.ok) return refuse(io, measured.error)
  const { measured: seen, own, drift } = measured.value
  if (json === true) io.out(JSON.stringify(measured.value, undefined, 2))
  else {
    for (const line of seen === undefined ? [] : certificateLines(seen)) io.out(line)
    const said = own === undefined ? ['Its package says nothing of itself.'] : driftLines(drift)
    for (const line of said) io.out(line)
  }
  return seen?.passed === true ? exitCodes.done : exitCodes.refused
}
