import { resolve } from 'node:path'
import { fail, type Failure } from '#shared/kit'
import {
  parseAddress,
  publishPlugin,
  registriesOf,
  tokenOf,
  marketPlaces,
  type Registry,
} from '../../../../marketplace/open-market'
import { appPaths } from '../../../../kit'
import { builtInPlugins } from '../../../../plugins'
import { openParts } from '../../../../tools'
import { exitCodes, oneLine, type Io } from '../../io'
import type { PublishFlags } from '../../market-program'
import { authorOf } from './author-of'
import { refuse } from '../plugin/report'
import { readKey } from './signing-key'

/** `wireharp plugin publish` */
export async function publishCommand(
  io: Io,
  {
    paths,
    to,
    key,
    name,
    unsigned,
    check,
    signIndex,
    json,
  }: PublishFlags & {
    readonly paths: readonly string[]
  },
): Promise<number> {
  const registry = registryOf(io, to)
  if (!('name' in registry)) return refuse(io, [registry])
  const signer = unsigned === true ? undefined : await readKey(io, key)
  if (signer?.ok === false) return refuse(io, [signer.error])
  const token = tokenOf(marketPlaces(appPaths(io.env)), registry.name)
  for (const path of paths) {
    const who = name ?? authorOf(path) ?? 'Unknown'
    const published = await publishPlugin({
      path: resolve(path),
      registry,
      validate: check,
      builtIn: builtInPlugins(),
      openParts,
      now: Date.now(),
      onProgress: what => io.status(what),
      ...(token !== undefined && { token }),
      ...(signer !== undefined && { signer: { key: signer.value, name: who } }),
      ...(signIndex === true && signer !== undefined && { indexKey: signer.value }),
    })
    io.status('')
    if (!published.ok) return refuse(io, published.error)
    const { id, version, signed, bytes } = published.value
    const how = signed ? `signed by ${who}` : 'unsigned'
    const size = Math.ceil(bytes / 1024)
    if (json === true) io.out(JSON.stringify(published.value))
    else io.out(oneLine(`Published ${id} ${version} to ${registry.name}, ${how}, ${size} kB.`))
  }
  return exitCodes.done
}

/** A registry by its name, or an address or a folder. */
function registryOf(io: Io, text: string): Registry | Failure {
  const places = marketPlaces(appPaths(io.env))
  const known = registriesOf(places).find(({ name }) => name === text)
  if (known !== undefined) return known
  const parsed = parseAddress(text, process.cwd())
  if (parsed.ok) return { name: text, ...parsed.value }
  return /^[a-z0-9][a-z0-9-]*$/.test(text)
    ? fail('registry-unknown', `There is no registry “${text}”.`)
    : parsed.error
}
