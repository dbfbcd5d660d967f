import type { SoundFilters } from '#shared/contract'

interface Filter {
  readonly where: string
  readonly values: readonly unknown[]
}

/** Filters of sounds as the WHERE of a query over `track`. */
export function filterSql(filters: SoundFilters): Filter {
  const parts: string[] = []
  const values: unknown[] = []
  const add = (sql: string, ...more: readonly unknown[]): void => {
    parts.push(sql)
    values.push(...more)
  }
  for (const name of ['tempo', 'seconds', 'loudness'] as const) {
    const { from, to } = filters[name] ?? {}
    if (from !== undefined) add(`track.${name} >= ?`, from)
    if (to !== undefined) add(`track.${name} <= ?`, to)
  }
  if (filters.keys !== undefined && filters.keys.length > 0) {
    add('track.key IN (SELECT value FROM json_each(?))', JSON.stringify(filters.keys))
  }
  if (filters.types !== undefined && filters.types.length > 0) {
    add('track.type IN (SELECT value FROM json_each(?))', JSON.stringify(filters.types))
  }
  if (filters.folder !== undefined) {
    add('track.id IN (SELECT track FROM track_file WHERE folder = ?)', filters.folder)
  }
  if (filters.playlist !== undefined) {
    add('track.id IN (SELECT track FROM playlist_track WHERE playlist = ?)', filters.playlist)
  }
  if (filters.missing !== undefined) {
    const not = filters.missing ? 'NOT ' : ''
    add(`${not}EXISTS (SELECT 1 FROM track_file WHERE track = track.id AND NOT missing)`)
  }
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

/** What was typed, as beginnings of words in the language of FTS5. Undefined where there is no word in it. */
export function textQuery(text: string): string | undefined {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length === 0 ? undefined : words.map(word => `"${word}"*`).join(' ')
}
