import { implement } from '@orpc/server'
import { contract, type TrackRow } from '#shared/contract'

const names = [
  'Kick dusty',
  'Snare tight',
  'Pad of glass',
  'Bass growl',
  'Rain on tin',
  'Choir ooh',
]
const types = ['one-shot', 'one-shot', 'sound', 'loop', 'track', 'loop'] as const

/** A library of as many sounds as people have. */
export function fakeSounds(count = 100_000) {
  const shell = implement(contract)
  const rowAt = (id: number): TrackRow => ({
    id,
    name: `${names[id % names.length]} ${id + 1}`,
    path: `/home/ada/Sounds/${names[id % names.length]}/${id}.wav`,
    isMissing: id % 37 === 5,
    files: 1 + Number(id % 29 === 3),
    format: 'wav',
    type: types[id % types.length] ?? 'sound',
    sampleRate: 44_100,
    channels: 2,
    seconds: 0.4 + ((id * 7) % 90),
    loudness: -9 - (id % 20),
    ...(id % 3 !== 0 && { tempo: 80 + ((id * 13) % 90), key: (id * 5) % 24 }),
    shape: shapeOf(id),
  })
  return {
    status: shell.sounds.status.handler(() => ({
      tracks: count,
      models: [
        {
          modelVersion: 'descriptor/log-mel@1',
          label: 'Log-mel descriptor',
          hasWords: false,
          tracks: count,
        },
      ],
      vectors: 'sqlite-vec' as const,
    })),
    folders: shell.sounds.folders.handler(() =>
      count === 0
        ? []
        : [{ id: 1, path: '/home/ada/Sounds', files: count, missing: 3, failed: 2, job: 'c' }],
    ),
    addFolder: shell.sounds.addFolder.handler(() => ({ id: 'c' })),
    removeFolder: shell.sounds.removeFolder.handler(() => {}),
    moveFolder: shell.sounds.moveFolder.handler(() => ({ id: 'c' })),
    relink: shell.sounds.relink.handler(({ input }) => rowAt(input.track)),
    failures: shell.sounds.failures.handler(() => [
      {
        path: '/home/ada/Sounds/notes.wav',
        failure: { code: 'audio-damaged' as const, message: 'It is cut off.' },
      },
    ]),
    search: shell.sounds.search.handler(({ input }) => {
      const { offset, limit } = input
      const length = Math.max(0, Math.min(limit, count - offset))
      return { total: count, rows: Array.from({ length }, (_, index) => rowAt(offset + index)) }
    }),
    show: shell.sounds.show.handler(({ input }) => ({ ...rowAt(input.track), paths: [] })),
    similar: shell.sounds.similar.handler(({ input }) => ({
      model: 'descriptor/log-mel@1',
      rows: Array.from({ length: Math.min(12, input.limit) }, (_, index) => ({
        ...rowAt(index * 6 + 1),
        likeness: 0.98 - index * 0.03,
      })),
    })),
    duplicates: shell.sounds.duplicates.handler(() => [[rowAt(3)], [rowAt(8), rowAt(14)]]),
    embed: shell.sounds.embed.handler(() => ({ id: 'c' })),
    preview: shell.sounds.preview.handler(() => ({
      sampleRate: 44_100,
      channels: 1,
      data: '',
      seconds: 0,
    })),
    bring: shell.sounds.bring.handler(() => {
      throw new Error('The fake brings no sounds.')
    }),
    playlists: shell.sounds.playlists.handler(() =>
      count === 0
        ? []
        : [
            { id: 2, name: 'Like “Kick dusty 1”', tracks: 12, seconds: 34 },
            { id: 1, name: 'For the film', tracks: 48, seconds: 2290 },
          ],
    ),
    addPlaylist: shell.sounds.addPlaylist.handler(({ input }) => ({
      id: 3,
      name: input.name,
      tracks: input.tracks.length,
      seconds: 10,
    })),
    renamePlaylist: shell.sounds.renamePlaylist.handler(() => {}),
    removePlaylist: shell.sounds.removePlaylist.handler(() => {}),
    setPlaylist: shell.sounds.setPlaylist.handler(() => {}),
    playlistTracks: shell.sounds.playlistTracks.handler(() =>
      Array.from({ length: 12 }, (_, index) => rowAt(index)),
    ),
    watch: shell.sounds.watch.handler(async function* ({ signal }) {
      yield { kind: 'changed' as const }
      await new Promise(resolve => signal?.addEventListener('abort', resolve))
    }),
  }
}

function shapeOf(id: number): string {
  const pairs = Array.from({ length: 96 }, (_, index) => {
    const level = Math.abs(Math.sin(index * (0.1 + (id % 7) * 0.07))) * Math.exp(-index / 60) * 110
    return String.fromCharCode((256 - Math.round(level)) & 255, Math.round(level))
  })
  return btoa(pairs.join(''))
}
