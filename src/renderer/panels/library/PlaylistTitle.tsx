import { Play, Trash2 } from 'lucide-react'
import { previewTrack, removePlaylist, renamePlaylist, useSounds } from '../../state'
import { EditableText, IconButton } from '../../ui'

/** The name of the playlist that is shown, to be changed in place, and what can be done with it. */
export function PlaylistTitle({
  playlist,
  title,
}: {
  readonly playlist: number
  readonly title: string
}) {
  const name = useSounds(state => state.playlists.find(({ id }) => id === playlist)?.name ?? title)

  function play(): void {
    const [first, ...rest] = [...useSounds.getState().rows.values()].map(({ id }) => id)
    if (first !== undefined) void previewTrack(first, rest)
  }

  return (
    <>
      <span className="min-w-0 flex-1" data-testid="library-title">
        <EditableText
          value={name}
          label="Name of the playlist"
          onCommit={next => {
            if (next.trim() !== '') void renamePlaylist(playlist, next)
          }}
        />
      </span>
      <IconButton icon={Play} size="small" label="Play the playlist" onClick={play} />
      <IconButton
        icon={Trash2}
        size="small"
        label="Delete the playlist"
        onClick={() => void removePlaylist(playlist)}
      />
    </>
  )
}
