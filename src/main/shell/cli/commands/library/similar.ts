import { oneLine, type Io } from '../../io'
import { filtersOf, lineOf, type SearchFlags } from './search'
import { call, printJson, withLibrary } from './with-library'

/** `wireharp library similar`: the sounds that are most like one, with how much. */
export function similar(
  io: Io,
  { track, json, limit, ...flags }: SearchFlags & { readonly track: number },
): Promise<number> {
  return withLibrary(
    io,
    ({ service }) =>
      service.similar({ like: { kind: 'track', track }, filters: filtersOf(flags), limit }, call),
    found => {
      if (json === true) return printJson(io, found)
      for (const row of found.rows) {
        io.out(oneLine(`${row.likeness.toFixed(3).padStart(6)}  ${lineOf(row)}`))
      }
    },
  )
}
