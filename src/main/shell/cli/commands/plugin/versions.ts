import { pinPlugin, rollBack } from '../../../../plugins/packages'
import type { PinFlags } from '../../author-commands'
import type { JsonFlag } from '../../command-parts'
import { exitCodes, type Io } from '../../io'
import { installPlaces } from './places'
import { refuse } from './report'

/** `wireharp plugin rollback` */
export async function rollBackCommand(
  io: Io,
  { id, json }: JsonFlag & { readonly id: string },
): Promise<number> {
  const done = await rollBack(id, installPlaces(io).plugins)
  if (!done.ok) return refuse(io, [done.error])
  const { from, to } = done.value
  io.out(
    json === true ? JSON.stringify(done.value) : `${id} is ${to} again, not ${from}; it is pinned.`,
  )
  return exitCodes.done
}

/** `wireharp plugin pin` */
export async function pinCommand(
  io: Io,
  { id, off, json }: PinFlags & { readonly id: string },
): Promise<number> {
  const done = await pinPlugin(id, installPlaces(io).plugins, off !== true)
  if (!done.ok) return refuse(io, [done.error])
  const { version, pinned } = done.value
  const said = pinned ? `${id} stays at ${version}.` : `${id} is upgraded with the others again.`
  io.out(json === true ? JSON.stringify(done.value) : said)
  return exitCodes.done
}
