import { oneLine, type Io } from '../../io'
import { lineOf } from './search'
import { call, printJson, withLibrary } from './with-library'

interface JsonOptions {
  readonly json?: boolean
}

/** `wireharp library folders`: a line a folder. */
export function folders(io: Io, { json }: JsonOptions): Promise<number> {
  return withLibrary(
    io,
    ({ service }) => service.folders({}, call),
    all => {
      if (json === true) return printJson(io, all)
      if (all.length === 0) io.out('No folders: wireharp library add <folder>')
      for (const { id, path, files, missing, failed } of all) {
        io.out(oneLine(`${id}  ${path}  ${files} files, ${missing} missing, ${failed} not read`))
      }
    },
  )
}

/** `wireharp library failures`: files that could not be read, with the reason. */
export function failures(io: Io, { json }: JsonOptions): Promise<number> {
  return withLibrary(
    io,
    ({ service }) => service.failures({}, call),
    all => {
      if (json === true) return printJson(io, all)
      for (const { path, failure } of all) io.out(oneLine(`${path}  ${failure.message}`))
    },
  )
}

/** `wireharp library playlists`: a line a playlist, or the sounds of one. */
export function playlists(
  io: Io,
  { json, playlist }: JsonOptions & { readonly playlist?: number },
): Promise<number> {
  if (playlist !== undefined) {
    return withLibrary(
      io,
      ({ service }) => service.playlistTracks({ playlist }, call),
      all => {
        if (json === true) return printJson(io, all)
        for (const row of all) io.out(lineOf(row))
      },
    )
  }
  return withLibrary(
    io,
    ({ service }) => service.playlists({}, call),
    all => {
      if (json === true) return printJson(io, all)
      if (all.length === 0) io.out('No playlists.')
      for (const { id, name, tracks } of all) io.out(oneLine(`${id}  ${name}  ${tracks} sounds`))
    },
  )
}
