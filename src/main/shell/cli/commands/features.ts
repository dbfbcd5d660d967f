import { addFeature, listFeatures, removeFeature } from '../../../upkeep'
import type { JsonFlag } from '../command-parts'
import { errorLine, exitCodes, oneLine, type Io } from '../io'

/** `wireharp features list` */
export function listCommand(io: Io, { json }: JsonFlag): Promise<number> {
  const all = listFeatures()
  if (json === true) io.out(JSON.stringify(all, undefined, 2))
  else {
    for (const { id, about, packages, present, optional } of all) {
      const state = optional ? (present ? 'here' : 'not here') : 'part of the app'
      io.out(oneLine(`${id.padEnd(10)}${state.padEnd(17)}${about} ${packages.join(', ')}`))
    }
  }
  return Promise.resolve(exitCodes.done)
}

/** `wireharp features add|remove` */
export async function changeCommand(
  io: Io,
  { id, adds, json }: JsonFlag & { readonly id: string; readonly adds: boolean },
): Promise<number> {
  io.status(adds ? 'Fetching…' : '')
  const done = await (adds ? addFeature(id) : removeFeature(id))
  io.status('')
  if (!done.ok) {
    io.err(errorLine(done.error))
    return exitCodes.refused
  }
  const what = done.value.join(', ')
  const said =
    done.value.length === 0 ? 'Nothing had to be done.' : `${adds ? 'Added' : 'Removed'}: ${what}.`
  io.out(json === true ? JSON.stringify(done.value) : said)
  return exitCodes.done
}
