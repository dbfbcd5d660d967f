import { relative } from 'node:path'
import { fail } from '#shared/kit'
import { newPlugin, templateKinds } from '../../../../plugins/packages'
import { exitCodes, oneLine, type Io } from '../../io'
import type { NewPluginFlags } from '../../author-commands'
import { absolute, installPlaces, templatesFolder } from './places'
import { refuse } from './report'

/** `wireharp plugin new` */
export async function newCommand(
  io: Io,
  { path, kind: wished, author, json }: NewPluginFlags & { readonly path: string },
): Promise<number> {
  const kind = templateKinds.find(known => known === wished)
  if (kind === undefined) {
    refuse(io, [fail('plugin-kind-unknown', `There is no kind “${oneLine(wished)}”.`)])
    return exitCodes.usage
  }
  const made = await newPlugin({
    path: absolute(path),
    kind,
    builtIn: installPlaces(io).builtIn,
    templates: templatesFolder(),
    ...(author !== undefined && { author }),
  })
  if (!made.ok) return refuse(io, [made.error])
  const { folder, id, files, idTaken } = made.value
  if (json === true) {
    io.out(JSON.stringify(made.value))
    return exitCodes.done
  }
  const near = relative(process.cwd(), folder) || '.'
  const shown = near.startsWith('..') ? folder : near
  io.out(`Made ${shown}: ${files.join(', ')}.`)
  if (idTaken) io.out(`There is a built-in plugin of this name, so the id of yours is “${id}”.`)
  io.out(
    `Next: wireharp plugin test ${shown}, then wireharp plugin install ${shown === folder ? '' : './'}${shown}`,
  )
  return exitCodes.done
}
