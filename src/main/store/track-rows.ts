import type { SoundFormatName, TrackRow, TrackType } from '#shared/contract'
import { isFailure, type Failure } from '#shared/kit'

/** A sound as SQLite gives it, with one of its files. */
export interface StoredTrack {
  readonly id: number
  readonly name: string
  readonly artist: string | null
  readonly album: string | null
  readonly genre: string | null
  readonly comment: string | null
  readonly path: string | null
  readonly missing: number | null
  readonly files: number
  readonly format: SoundFormatName
  readonly type: TrackType
  readonly sample_rate: number
  readonly channels: number
  readonly seconds: number
  readonly loudness: number | null
  readonly peak: number | null
  readonly tempo: number | null
  readonly key: number | null
  readonly shape: Buffer
}

/** Of the files of a sound, those that are there come first. */
export const trackColumns = `
  track.id, track.name, track.artist, track.album, track.genre, track.comment, track.format,
  track.type, track.sample_rate, track.channels, track.seconds, track.loudness, track.peak,
  track.tempo, track.key, track.shape,
  (SELECT path FROM track_file WHERE track = track.id ORDER BY missing, path LIMIT 1) AS path,
  (SELECT min(missing) FROM track_file WHERE track = track.id) AS missing,
  (SELECT count(*) FROM track_file WHERE track = track.id) AS files`

export function trackOf(row: StoredTrack): TrackRow {
  const { path, missing, sample_rate, shape, ...rest } = row
  const { artist, album, genre, comment, loudness, peak, tempo, key, ...plain } = rest
  return {
    ...plain,
    ...(artist !== null && { artist }),
    ...(album !== null && { album }),
    ...(genre !== null && { genre }),
    ...(comment !== null && { comment }),
    ...(loudness !== null && { loudness }),
    ...(peak !== null && { peak }),
    ...(tempo !== null && { tempo }),
    ...(key !== null && { key }),
    path: path ?? '',
    isMissing: missing !== 0,
    sampleRate: sample_rate,
    shape: shape.toString('base64'),
  }
}

export function failureOf(text: string | null): Failure | undefined {
  const failure: unknown = text === null ? undefined : JSON.parse(text)
  return isFailure(failure) ? failure : undefined
}
