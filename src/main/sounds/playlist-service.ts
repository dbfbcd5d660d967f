import type { PlaylistInfo, ServiceOf, SoundsContract } from '#shared/contract'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { Clock } from '../kit'
import type { Store } from '../store'

type PlaylistMethods = Pick<
  ServiceOf<SoundsContract>,
  | 'playlists'
  | 'addPlaylist'
  | 'renamePlaylist'
  | 'removePlaylist'
  | 'setPlaylist'
  | 'playlistTracks'
>

/** The part of the service that keeps lists of sounds. */
export function playlistService({
  store,
  clock,
  changed,
}: {
  readonly store: Pick<Store, 'playlists' | 'tracks'>
  readonly clock: Clock
  readonly changed: () => void
}): PlaylistMethods {
  const { playlists, tracks } = store

  function known(id: number): Result<PlaylistInfo> {
    const found = playlists.get(id)
    if (!found.ok) return found
    return found.value === undefined ? err(unknownPlaylist(id)) : ok(found.value)
  }

  function told(id: number, done: Result<boolean>): Result<void> {
    if (!done.ok) return done
    changed()
    return done.value ? ok() : err(unknownPlaylist(id))
  }

  return {
    playlists: () => playlists.list(),
    addPlaylist({ name, tracks: ids }) {
      const added = playlists.add(name, ids, clock.now())
      if (!added.ok) return added
      changed()
      return added.value === undefined ? err(fail('internal', '')) : ok(added.value)
    },
    renamePlaylist: ({ playlist, name }) => told(playlist, playlists.rename(playlist, name)),
    removePlaylist: ({ playlist }) => told(playlist, playlists.remove(playlist)),
    setPlaylist({ playlist, tracks: ids }) {
      const there = known(playlist)
      if (!there.ok) return there
      const set = playlists.set(playlist, ids)
      changed()
      return set
    },
    playlistTracks({ playlist }) {
      const there = known(playlist)
      if (!there.ok) return there
      const ids = playlists.tracks(playlist)
      return ids.ok ? tracks.getAll(ids.value) : ids
    },
  }
}

function unknownPlaylist(id: number): Failure {
  return fail('playlist-unknown', `There is no playlist ${id}.`)
}
