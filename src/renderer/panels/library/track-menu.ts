import {
  addToPlaylist,
  askAboutMusic,
  askWhereSound,
  bringTrack,
  findSimilar,
  playSimilar,
  takeFromPlaylist,
  togglePreview,
  useSounds,
  type ShownTrack,
} from '../../state'
import type { MenuEntry } from '../../ui'

/** What can be done with a sound. */
export function trackMenu(track: ShownTrack, index: number): readonly MenuEntry[] {
  const { playlists, view } = useSounds.getState()
  return [
    { label: 'Listen', keys: 'Space', run: () => togglePreview(track.id), testId: 'sound-listen' },
    {
      label: 'Add to the canvas',
      keys: 'Enter',
      disabled: track.isMissing,
      run: () => void bringTrack(track.id),
      testId: 'sound-add',
    },
    'rule',
    {
      label: 'Find similar',
      keys: 'Shift+F',
      run: () => void findSimilar({ kind: 'track', track: track.id }, track.name),
      testId: 'sound-similar',
    },
    {
      label: 'Play similar',
      note: 'as a playlist',
      run: () => void playSimilar(track),
      testId: 'sound-play-similar',
    },
    {
      label: 'Add to playlist',
      entries: [
        {
          label: 'New playlist',
          run: () => void addToPlaylist(track),
          testId: 'sound-new-playlist',
        },
        ...(playlists.length > 0 ? (['rule'] as const) : []),
        ...playlists.map((playlist): MenuEntry => ({
          label: playlist.name,
          note: String(playlist.tracks),
          run: () => void addToPlaylist(track, playlist.id),
        })),
      ],
    },
    ...aboutEntries(track),
    ...(track.isMissing
      ? [
          'rule' as const,
          {
            label: 'Find its file…',
            run: () => askWhereSound(track),
            testId: 'sound-find',
          },
        ]
      : []),
    ...(view.kind === 'playlist'
      ? [
          'rule' as const,
          {
            label: 'Take out of the playlist',
            danger: true,
            run: () => void takeFromPlaylist(view.playlist, index),
          },
        ]
      : []),
  ]
}

/** What a language model may know of, where the file's tags name it. */
function aboutEntries({ artist = '', album = '' }: ShownTrack): readonly MenuEntry[] {
  if (artist.trim() === '') return []
  return [
    'rule',
    {
      label: 'About the artist…',
      note: artist,
      run: () => void askAboutMusic({ artist }),
      testId: 'sound-about-artist',
    },
    ...(album.trim() === ''
      ? []
      : [
          {
            label: 'About the album…',
            note: album,
            run: () => void askAboutMusic({ artist, album }),
            testId: 'sound-about-album',
          },
        ]),
  ]
}
