import type { SoundFilters, TrackRow } from '#shared/contract'
import { oneLine, type Io } from '../../io'
import { call, printJson, withLibrary } from './with-library'

export interface SearchFlags {
  readonly json?: boolean
  readonly limit: number
  readonly tempo?: Span
  readonly seconds?: Span
  readonly loudness?: Span
  readonly type?: 'one-shot' | 'loop' | 'track' | 'sound'
}

export interface Span {
  readonly from?: number
  readonly to?: number
}

/** `wireharp library search`: a line a sound; as JSON how many there are, and the first of them. */
export function search(
  io: Io,
  { words, json, limit, ...flags }: SearchFlags & { readonly words: readonly string[] },
): Promise<number> {
  return withLibrary(
    io,
    ({ service }) =>
      service.search(
        {
          text: words.join(' '),
          filters: filtersOf(flags),
          sort: 'name',
          descending: false,
          offset: 0,
          limit,
        },
        call,
      ),
    found => {
      if (json === true) return printJson(io, found)
      if (found.total === 0) io.out('No sounds.')
      for (const row of found.rows) io.out(lineOf(row))
      const more = found.total - found.rows.length
      if (more > 0) io.err(`… and ${more} more: --limit`)
    },
  )
}

export function filtersOf(flags: Omit<SearchFlags, 'limit' | 'json'>): SoundFilters {
  const { tempo, seconds, loudness, type } = flags
  return {
    ...(tempo !== undefined && { tempo }),
    ...(seconds !== undefined && { seconds }),
    ...(loudness !== undefined && { loudness }),
    ...(type !== undefined && { types: [type] }),
  }
}

const notes = ['C', 'D♭', 'D', 'E♭', 'E', 'F', 'G♭', 'G', 'A♭', 'A', 'B♭', 'B'] as const

export function lineOf(row: TrackRow): string {
  const { id, seconds, tempo, key, loudness, name, path, isMissing } = row
  const facts = [
    String(id).padStart(6),
    `${seconds.toFixed(2)} s`.padStart(10),
    (tempo === undefined ? '' : `${tempo} BPM`).padStart(9),
    (key === undefined ? '' : `${notes[key % 12]}${key < 12 ? '' : 'm'}`).padStart(3),
    (loudness === undefined ? '' : `${loudness.toFixed(1)} LUFS`).padStart(10),
  ]
  return oneLine(`${facts.join('  ')}  ${name}  ${path}${isMissing ? '  (missing)' : ''}`)
}
